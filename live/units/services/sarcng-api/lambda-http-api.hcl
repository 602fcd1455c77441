# The API without servers: an HTTP API in front of a function in the VPC. functions/sarcng-api is its code.
terraform {
  source = "${get_repo_root()}/modules//compute/lambda-http-api"
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

# Where the database is written to, its schema comes first; elsewhere it is a copy, and comes with it.
dependencies {
  paths = local.region == local.account.primary_region ? ["${local.here}/services/sarcng-api/schema"] : []
}

inputs = merge(local.env.function, {
  account_id  = local.account.account_id
  region      = local.region
  name        = "${local.project.name}-api"
  description = "The reservation API"
  handler     = "sarcng_api.handler.handle"
  runtime     = "python3.13"

  package = {
    path   = "${local.package}.zip"
    sha256 = local.built.base64sha256
  }

  routes = {
    "GET /health"            = { authorization = "NONE", reason = "Monitors call it, and it tells nothing but that the function runs" }
    "GET /health/ready"      = { authorization = "AWS_IAM" }
    "ANY /reservations"      = { authorization = "AWS_IAM" }
    "ANY /reservations/{id}" = { authorization = "AWS_IAM" }
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

    METRICS_NAMESPACE = "SarcNG/${local.account.name}"
  }
  secret_arns          = [dependency.database.outputs.secret_arn]
  secrets_kms_key_arns = [dependency.kms.outputs.key_arns.data]

  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  log_retention_days = local.env.log_retention_days
})
