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

# The primary leaves a copy of its password with the standby, under a key of that region.
dependency "standby_kms" {
  config_path                             = "../../us-west-2/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  database = { credentials = { replica_kms_key_arn = dependency.standby_kms.outputs.key_arns.data } }
}
