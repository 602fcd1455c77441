# What is watched: metrics from the logs, alarms and who hears them, the dashboard.
terraform {
  source = "${get_repo_root()}/modules//observability"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
}

dependency "cluster" {
  config_path                             = "${local.here}/compute/ecs-cluster"
  mock_outputs                            = local.mocks.ecs_cluster
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "database" {
  config_path                             = "${local.here}/database"
  mock_outputs                            = local.mocks.database
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "function" {
  config_path                             = "${local.here}/services/sarcng-api/lambda-http-api"
  mock_outputs                            = local.mocks.lambda_http_api
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "service" {
  config_path                             = "${local.here}/services/sarcng-api/ecs-alb-service"
  mock_outputs                            = local.mocks.ecs_alb_service
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  name        = local.project.name
  kms_key_arn = dependency.kms.outputs.key_arns.data
}
