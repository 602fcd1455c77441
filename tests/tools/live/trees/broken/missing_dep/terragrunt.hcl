dependency "vpc" {
  config_path  = "../vcp"
  mock_outputs = { id = 1 }
}
