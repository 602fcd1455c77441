terraform {
  source = "${get_repo_root()}/modules//alarms"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
}

dependency "key" {
  config_path                             = "${local.here}/key"
  mock_outputs                            = local.mocks.key
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "service" {
  config_path                             = "${local.here}/service"
  mock_outputs                            = local.mocks.service
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  name          = local.project.name
  function_name = dependency.service.outputs.function_name
  kms_key_arn   = dependency.key.outputs.arns.logs
}
