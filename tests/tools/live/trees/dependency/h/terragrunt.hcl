dependencies {
  paths = ["../a", "../c"]
}

dependency "c" {
  config_path                   = "../c"
  mock_outputs                  = {}
  mock_outputs_merge_with_state = true
}
