locals {
  name = basename(get_terragrunt_dir())
}

dependency "base" {
  config_path  = "../plain"
  mock_outputs = { id = "own" }
}

inputs = {
  base_id = dependency.base.outputs.id
  name    = local.name
}
