inputs = { at = "two/b" }

dependency "a" {
  config_path  = "../a/terragrunt.hcl"
  mock_outputs = { x = 1 }
}

dependencies {
  paths = ["../../unit"]
}
