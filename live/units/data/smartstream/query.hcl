# Where analysts ask: a workgroup with its limits, the queries that everybody needs, and a policy to hand out.
terraform {
  source = "${get_repo_root()}/modules//data-pipeline/query"
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
  queries   = "${dirname(find_in_parent_folders("units/data/smartstream/platform.hcl"))}/queries"
}

dependency "catalog" {
  config_path                             = "${local.here}/catalog"
  mock_outputs                            = local.mocks.catalog
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
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

dependency "query_results" {
  config_path                             = "${local.here}/query-results"
  mock_outputs                            = local.mocks.query_results
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = {
  account_id    = local.account.account_id
  region        = local.region
  name          = local.name
  kms_key_arn   = dependency.kms.outputs.key_arns.data
  force_destroy = !local.env.protected
  tags          = local.platform.tags

  bytes_scanned_cutoff = local.env.smartstream.bytes_scanned_cutoff
  results              = { bucket_name = dependency.query_results.outputs.bucket_name }

  views = { for name in ["current_customers", "current_employees", "current_order_items", "current_orders", "current_products"] :
    name => { database = dependency.catalog.outputs.database_name, sql = file("${local.queries}/${name}.sql") }
  }
  named_queries = { for name in ["changes_by_operation", "freshness", "recent_predictions", "row_counts"] :
    name => { database = dependency.catalog.outputs.database_name, sql = file("${local.queries}/${name}.sql") }
  }

  analysts = {
    database_names = [dependency.catalog.outputs.database_name]
    kms_key_arns   = [dependency.kms.outputs.key_arns.data]
    paths          = [for zone in ["trusted", "analytics"] : "s3://${dependency.lake.outputs.bucket_name}/${zone}/"]
  }
}
