# The tables of the lake, as the crawlers find them.
terraform {
  source = "${get_repo_root()}/modules//data-pipeline/catalog"
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

inputs = {
  account_id         = local.account.account_id
  region             = local.region
  name               = local.name
  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  data_kms_key_arns  = [dependency.kms.outputs.key_arns.data]
  log_retention_days = local.env.smartstream.log_retention_days
  tags               = local.platform.tags

  glue_database = { description = "What SmartStream captured, and what was worked out of it" }

  # A table is a folder below these: trusted/<schema>.<table>/, analytics/<what>/.
  crawlers = {
    trusted = {
      paths       = ["s3://${dependency.lake.outputs.bucket_name}/trusted/"]
      schedule    = local.env.smartstream.schedules.crawl
      table_level = 3
    }
    analytics = {
      paths       = ["s3://${dependency.lake.outputs.bucket_name}/analytics/"]
      schedule    = local.env.smartstream.schedules.crawl
      table_level = 3
    }
  }
}
