# A way in for data to begin with, where env.hcl opens it: a function that runs the package's SQL files, once for each release.
terraform {
  source = "${get_repo_root()}/modules//compute/lambda-one-off"
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

  package = "${get_repo_root()}/.groundplan/packages/smartstream-source"
  built = (
    fileexists("${local.package}.json") ? jsondecode(file("${local.package}.json")) :
    tobool("The function's package is not built: run ./inv package.")
  )
}

exclude {
  if      = !(local.source.create && try(local.source.seed, false))
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

dependency "source_database" {
  config_path                             = "${local.here}/source-database"
  mock_outputs                            = local.mocks.source_database
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = {
  account_id         = local.account.account_id
  region             = local.region
  name               = "${local.name}-seed"
  description        = "Loads the source, and answers with the rows by table"
  handler            = "smartstream_source.handler.handle_seed"
  architecture       = local.built.architecture
  runtime            = local.built.runtime
  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  log_retention_days = local.env.smartstream.log_retention_days
  tags               = local.platform.tags

  package = {
    path   = "${local.package}.zip"
    sha256 = local.built.base64sha256
  }

  # In the group of what captures: nothing else reaches the database.
  network = {
    subnet_ids        = dependency.network.outputs.private_subnet_ids
    security_group_id = dependency.network.outputs.security_group_ids.dms
  }

  environment_variables = {
    DB_SECRET_ARN = dependency.source_database.outputs.secret_arn
    SCHEMAS       = join(" ", local.source.schemas)
  }
  secret_arns          = [dependency.source_database.outputs.secret_arn]
  secrets_kms_key_arns = [dependency.kms.outputs.key_arns.data]
}
