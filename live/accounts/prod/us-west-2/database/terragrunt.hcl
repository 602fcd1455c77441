include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "unit" {
  path           = find_in_parent_folders("units/database.hcl")
  merge_strategy = "deep"
}

locals {
  mocks = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
}

# The secondary joins the primary, and has the copy of its password.
dependency "primary" {
  config_path                             = "../../us-east-1/database"
  mock_outputs                            = local.mocks.database
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  database = { credentials = { primary_secret_arn = dependency.primary.outputs.secret_arn } }
}
