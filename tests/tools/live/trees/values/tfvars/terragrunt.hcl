locals {
  vars  = jsondecode(read_tfvars_file("vars.tfvars"))
  json  = jsondecode(read_tfvars_file("${get_terragrunt_dir()}/vars.tfvars.json"))
  empty = read_tfvars_file("empty.tfvars")
}

inputs = merge(local.vars, { json = local.json, empty = local.empty, raw = read_tfvars_file("vars.tfvars") })
