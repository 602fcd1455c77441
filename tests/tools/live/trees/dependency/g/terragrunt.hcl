include "dep" {
  path   = "../common/dep.hcl"
  expose = true
}

inputs = {
  exposed = include.dep.inputs.included
  path    = include.dep.dependency.a.config_path
}
