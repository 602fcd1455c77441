# The PostgreSQL whose changes are captured, where env.hcl does not name another one.
terraform {
  source = "${get_repo_root()}/modules//database"
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

exclude {
  if      = !local.env.smartstream.source.create
  actions = ["all"]
}

dependency "kms" {
  config_path                             = "${local.here}/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "network" {
  config_path                             = "${local.here}/network"
  mock_outputs                            = local.mocks.network
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = merge(local.env.smartstream.database, {
  account_id                   = local.account.account_id
  region                       = local.region
  name                         = "${local.name}-source"
  engine                       = "postgres"
  engine_version               = "16"
  kms_key_arn                  = dependency.kms.outputs.key_arns.data
  performance_insights_enabled = true
  tags                         = local.platform.tags

  # Static parameters, there from the first start. A slot that nobody reads any more is cut off before the disk is full.
  database = {
    name                = "shop"
    logical_replication = { max_slot_wal_megabytes = local.env.smartstream.slot_megabytes }
    credentials         = { username = "smartstream", connection_secret = true, users = ["capture"] }
  }

  network = {
    subnet_group_name = dependency.network.outputs.database_subnet_group_name
    security_group_id = dependency.network.outputs.security_group_ids.database
  }

  operations = {
    alarms              = { topic_arns = local.alarms, runbook_url = local.platform.runbook }
    skip_final_snapshot = !local.env.protected
    logs = {
      kms_key_arn    = dependency.kms.outputs.key_arns.logs
      retention_days = local.env.smartstream.log_retention_days
    }
  }
})
