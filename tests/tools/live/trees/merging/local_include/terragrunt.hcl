include {
  path   = "../common/base.hcl"
  expose = true
}

inputs = {
  source = include.terraform.source
  state  = include.remote_state.config.path
  nested = include.inputs.nested.map.x
}
