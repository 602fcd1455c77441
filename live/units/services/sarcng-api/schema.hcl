# The database's schema, brought up to date before the API that needs it: a function that is called once for each release.
terraform {
  source = "${get_repo_root()}/modules//compute/lambda-one-off"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))

  package = "${get_repo_root()}/.groundplan/packages/sarcng-api"
  built = (
    fileexists("${local.package}.json") ? jsondecode(file("${local.package}.json")) :
    tobool("The function's package is not built: run ./inv package.")
  )
}

dependency "database" {
  config_path                             = "${local.here}/database"
  mock_outputs                            = local.mocks.database
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

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

inputs = {
  account_id  = local.account.account_id
  region      = local.region
  name        = "${local.project.name}-schema"
  description = "Migrations of the reservation database"
  handler     = "sarcng_api.migrate.handle"

  package = {
    path   = "${local.package}.zip"
    sha256 = local.built.base64sha256
  }

  network = {
    subnet_ids        = dependency.network.outputs.private_subnet_ids
    security_group_id = dependency.network.outputs.security_group_ids.lambda
  }

  environment_variables = {
    DB_HOST       = dependency.database.outputs.endpoint
    DB_NAME       = dependency.database.outputs.db_name
    DB_PORT       = tostring(dependency.database.outputs.port)
    DB_SECRET_ARN = dependency.database.outputs.secret_arn
  }
  secret_arns          = [dependency.database.outputs.secret_arn]
  secrets_kms_key_arns = [dependency.kms.outputs.key_arns.data]

  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  log_retention_days = local.env.log_retention_days
}
