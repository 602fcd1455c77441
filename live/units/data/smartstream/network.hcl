# The pipeline's VPC: the database in a tier of its own, capture and functions in the private one.
terraform {
  source = "${get_repo_root()}/modules//network"
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

inputs = merge(local.env.smartstream.network, {
  account_id         = local.account.account_id
  region             = local.region
  name               = local.name
  availability_zones = [for zone in local.env.smartstream.zones : "${local.region}${zone}"]
  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  flow_logs          = { retention_days = local.env.smartstream.log_retention_days }
  tags               = local.platform.tags

  # Only capture reaches the database: the functions read and write the lake.
  database_ports = [5432]
  security_groups = {
    database_port    = 5432
    database_clients = ["dms"]
    https_to         = local.env.smartstream.nat ? "anywhere" : "endpoints"
    roles            = ["database", "dms", "lambda"]
  }
})
