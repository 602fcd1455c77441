# What reads the source's log and writes each change to the stream. Nothing runs until somebody starts the task.
terraform {
  source = "${get_repo_root()}/modules//data-pipeline/replication"
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
  source    = local.env.smartstream.source
  alarms    = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${local.name}-alarms" } # by its name: the topic comes last
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

dependency "source_database" {
  enabled                                 = local.source.create
  config_path                             = "${local.here}/source-database"
  mock_outputs                            = local.mocks.source_database
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "stream" {
  config_path                             = "${local.here}/stream"
  mock_outputs                            = local.mocks.stream
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

# The user is there before its credentials are tried.
dependencies {
  paths = local.source.create ? ["${local.here}/replication-user"] : []
}

inputs = {
  account_id           = local.account.account_id
  region               = local.region
  name                 = "${local.name}-capture"
  kms_key_arn          = dependency.kms.outputs.key_arns.data
  log_kms_key_arn      = dependency.kms.outputs.key_arns.logs
  log_retention_days   = local.env.smartstream.log_retention_days
  enabled              = local.env.smartstream.capture.enabled
  instance             = local.env.smartstream.capture.instance
  create_service_roles = true # nothing else in the account replicates
  tags                 = local.platform.tags

  alarms = { topic_arns = local.alarms, runbook_url = local.platform.runbook }

  network = {
    subnet_ids        = dependency.network.outputs.private_subnet_ids
    security_group_id = dependency.network.outputs.security_group_ids.dms
  }

  # The database made here is read by a user of its own, and DMS keeps what is DMS's in a schema of its own. Of another one the
  # secret says user, host and port; where it is, the network has to know as well.
  source_database = {
    database_name      = local.source.create ? dependency.source_database.outputs.db_name : local.source.database_name
    secret_arn         = local.source.create ? dependency.source_database.outputs.user_secret_arns["capture"] : local.source.secret_arn
    secret_kms_key_arn = local.source.create ? dependency.kms.outputs.key_arns.data : local.source.secret_kms_key_arn
    outside            = local.source.create ? null : { cidr_ipv4 = local.source.cidr_ipv4, port = local.source.port }
    postgres           = { schema = "awsdms" }
  }

  # The changes of a row stay in order: its key says which shard they go to.
  tables = { for schema in local.source.schemas : schema => { schema = schema } }
  target = {
    kinesis = {
      stream_arn  = dependency.stream.outputs.stream_arn
      kms_key_arn = dependency.kms.outputs.key_arns.data
    }
  }
}
