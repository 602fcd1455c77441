dependency "fine" {
  config_path  = "../fine"
  mock_outputs = { id = 1 }
}

inputs = {
  x = dependency.fine.inputs.fine
}
