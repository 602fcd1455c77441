include "dep" {
  path           = "../common/dep.hcl"
  merge_strategy = "deep"
}

dependency "a" {
  config_path = "../a"
  mock_outputs = {
    id   = "from-child"
    list = ["child"]
    map  = { two = 2 }
  }
  mock_outputs_allowed_terraform_commands = ["plan"]
}

inputs = {
  own = dependency.a.outputs.map
}
