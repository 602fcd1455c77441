dependency "fine" {
  config_path  = "../fine"
  mock_outputs = { id = 1 }
}

locals {
  id = dependency.fine.outputs.id
}
