# The MySQL database, one instance or an Aurora cluster: env.hcl says which.
terraform {
  source = "${get_repo_root()}/modules//database"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))

  # The primary of a global cluster: everywhere else RDS keeps the password and rotates it, or the primary does.
  rotated = try(local.env.database.source_region == local.region, false)
}

prevent_destroy = local.env.protected

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "network" {
  config_path                             = "${local.here}/network"
  mock_outputs                            = local.mocks.network
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

# Where nothing rotates there is no such unit, and Terragrunt looks for the folder of one that is not enabled all the same.
dependency "rotation" {
  enabled                                 = local.rotated
  config_path                             = "${local.here}/security/${local.rotated ? "secret-rotation" : "kms"}"
  mock_outputs                            = local.mocks.lambda_function
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = merge(local.env.database, {
  account_id  = local.account.account_id
  region      = local.region
  name        = "${local.project.name}-db"
  kms_key_arn = dependency.kms.outputs.key_arns.data

  database = {
    name = "sarcng"
    port = 3306
    credentials = merge({ username = "sarcng_admin" }, local.rotated ? {
      rotation = { lambda_arn = dependency.rotation.outputs.alias_arn, days = 30 }
    } : {})
  }

  network = {
    subnet_group_name = dependency.network.outputs.database_subnet_group_name
    security_group_id = dependency.network.outputs.security_group_ids.database
  }

  operations = {
    # MySQL 8.0 is past its community end: AWS runs it under paid extended support only. Nothing to pay once it is 8.4.
    engine_lifecycle_support = local.env.database.engine_version == "8.0" ? "open-source-rds-extended-support" : "open-source-rds-extended-support-disabled"
    skip_final_snapshot      = !local.env.protected
    logs = {
      exports        = ["error", "slowquery"]
      kms_key_arn    = dependency.kms.outputs.key_arns.logs
      retention_days = local.env.log_retention_days
    }
  }
})
