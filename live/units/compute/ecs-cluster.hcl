# The cluster that an account's containers run on.
terraform {
  source = "${get_repo_root()}/modules//compute/ecs-cluster"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
}

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  name               = "${local.project.name}-cluster"
  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  log_retention_days = local.env.log_retention_days
}
