# The VPC of an account and region: three tiers of subnets, their ways out, and who may talk to whom.
terraform {
  source = "${get_repo_root()}/modules//network"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
}

prevent_destroy = local.env.protected

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = merge(local.env.network, {
  account_id         = local.account.account_id
  region             = local.region
  name               = local.project.name
  availability_zones = [for zone in local.env.zones : "${local.region}${zone}"]
  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  flow_logs          = { retention_days = local.env.log_retention_days }
  security_groups    = { application_port = 8080, database_port = 3306 }
})
