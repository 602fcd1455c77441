# What carries the changes from the stream into the lake, gathered and compressed.
terraform {
  source = "${get_repo_root()}/modules//data-pipeline/delivery"
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

dependency "kms" {
  config_path                             = "${local.here}/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "lake" {
  config_path                             = "${local.here}/lake"
  mock_outputs                            = local.mocks.lake
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "stream" {
  config_path                             = "${local.here}/stream"
  mock_outputs                            = local.mocks.stream
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = {
  account_id         = local.account.account_id
  region             = local.region
  name               = "${local.name}-raw"
  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  log_retention_days = local.env.smartstream.log_retention_days
  buffering          = local.env.smartstream.buffering
  tags               = local.platform.tags

  alarms = { topic_arns = local.alarms, runbook_url = local.platform.runbook, without = ["freshness"] }

  source_stream = {
    stream_arn  = dependency.stream.outputs.stream_arn
    kms_key_arn = dependency.kms.outputs.key_arns.data
  }
  destination = {
    bucket_arn  = dependency.lake.outputs.bucket_arn
    kms_key_arn = dependency.kms.outputs.key_arns.data
  }
}
