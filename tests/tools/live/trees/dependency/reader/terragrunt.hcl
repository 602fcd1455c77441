locals {
  c = read_terragrunt_config("../c")
}

inputs = {
  from_c = local.c.inputs.id
  deps   = keys(local.c.dependency)
  out    = local.c.dependency.a.outputs.id
}
