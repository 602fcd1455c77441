dependency "a" {
  config_path = "../a"
  mock_outputs = {
    id   = "from-include"
    list = ["included"]
    map  = { one = 1 }
  }
  mock_outputs_allowed_terraform_commands = ["validate"]
}

inputs = {
  included = dependency.a.outputs.id
  listed   = dependency.a.outputs.list
}
