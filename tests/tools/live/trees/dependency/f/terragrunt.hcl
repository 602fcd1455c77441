include "dep" {
  path = "../common/dep.hcl"
}

dependency "a" {
  config_path = "../b"
  mock_outputs = {
    id   = "shallow-child"
    list = ["only", "child"]
  }
}

dependency "b" {
  config_path                            = "../b"
  mock_outputs                           = { id = "b" }
  mock_outputs_merge_strategy_with_state = "shallow"
}

inputs = {
  own = dependency.a.outputs
  b   = dependency.b.outputs.id
}
