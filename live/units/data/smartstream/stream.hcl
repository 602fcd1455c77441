# The stream that changes come in by, row by row in the order of their key.
terraform {
  source = "${get_repo_root()}/modules//data-pipeline/stream"
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
  alarms    = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${local.name}-alarms" } # by its name: the topic comes last
}

prevent_destroy = local.env.protected

dependency "kms" {
  config_path                             = "${local.here}/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = merge(local.env.smartstream.stream, {
  account_id  = local.account.account_id
  region      = local.region
  name        = "${local.name}-changes"
  kms_key_arn = dependency.kms.outputs.key_arns.data
  tags        = local.platform.tags

  alarms = { topic_arns = local.alarms, runbook_url = local.platform.runbook, without = ["iterator-age"] }
})
