# What queries answered, for a month.
terraform {
  source = "${get_repo_root()}/modules//data-pipeline/bucket"
}

locals {
  account   = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region    = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env       = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  platform  = read_terragrunt_config(find_in_parent_folders("units/data/smartstream/platform.hcl")).locals
  all_mocks = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  mocks     = jsondecode(replace(jsonencode(local.all_mocks.smartstream), local.all_mocks.place, "${local.region}:${local.account.account_id}"))
  here      = "${dirname(find_in_parent_folders("region.hcl"))}/data/smartstream"
  name      = "${local.platform.name}-${local.account.name}"
}

prevent_destroy = local.env.protected

dependency "kms" {
  config_path                             = "${local.here}/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = {
  account_id  = local.account.account_id
  region      = local.region
  name        = "${local.name}-query-results-${local.account.account_id}"
  kms_key_arn = dependency.kms.outputs.key_arns.data
  tags        = local.platform.tags

  force_destroy   = !local.env.protected
  lifecycle_rules = { results = { expiration_days = 30 } }
}
