locals {
  vars    = read_terragrunt_config("../sub/vars.hcl")
  default = read_terragrunt_config("../sub/absent.hcl", { inputs = { d = 1 } })
  whole   = read_terragrunt_config("../numbers/terragrunt.hcl")
}

inputs = {
  vars    = local.vars.locals
  default = local.default.inputs.d
  inputs  = local.vars.inputs
  keys    = keys(local.vars)
  big     = local.whole.inputs.int + 1
  tpl     = templatefile("../sub/lines.tftpl", { lines = ["one", "two"] })
  exists  = fileexists("../sub/text.txt")
  lines   = fileset("${get_terragrunt_dir()}/../sub", "*.txt")
}
