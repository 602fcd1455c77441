terraform {
  source = "${get_repo_root()}/modules//storage"
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

inputs = {
  name               = "${local.project.name}-${local.account.name}"
  kms_key_arn        = dependency.key.outputs.arns.data
  logs_kms_key_arn   = dependency.key.outputs.arns.logs
  tables             = local.env.tables
  log_retention_days = local.env.log_retention_days
}
