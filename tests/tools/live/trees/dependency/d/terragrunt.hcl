dependency "a" {
  config_path  = "../a"
  enabled      = false
  mock_outputs = { id = "disabled-mock" }
}

dependency "gone" {
  config_path = "../does-not-exist"
  enabled     = false
}

inputs = {
  id = dependency.a.outputs.id
}
