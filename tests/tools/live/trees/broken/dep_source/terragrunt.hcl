dependency "fine" {
  config_path  = "../fine"
  mock_outputs = { id = 1 }
}

terraform {
  source = dependency.fine.outputs.id
}
