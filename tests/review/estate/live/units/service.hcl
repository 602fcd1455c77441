terraform {
  source = "${get_repo_root()}/modules//function"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))

  package = "${get_repo_root()}/.groundplan/packages/orders"
  built = (
    fileexists("${local.package}.json") ? jsondecode(file("${local.package}.json")) :
    tobool("The function's package is not built: run ./inv package.")
  )
}

dependency "key" {
  config_path                             = "${local.here}/key"
  mock_outputs                            = local.mocks.key
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "network" {
  config_path                             = "${local.here}/network"
  mock_outputs                            = local.mocks.network
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "storage" {
  config_path                             = "${local.here}/storage"
  mock_outputs                            = local.mocks.storage
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "database" {
  config_path                             = "${local.here}/database"
  mock_outputs                            = local.mocks.database
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  name               = "${local.project.name}-orders"
  memory_size        = local.env.service.memory_size
  timeout            = local.env.service.timeout
  package            = { path = "${local.package}.zip", sha256 = local.built.base64sha256 }
  subnet_ids         = values(dependency.network.outputs.subnet_ids)
  security_group_id  = dependency.network.outputs.security_group_ids.web
  database_address   = dependency.database.outputs.address
  bucket_arn         = dependency.storage.outputs.bucket_arn
  table_arn          = dependency.storage.outputs.table_arns.orders
  kms_key_arn        = dependency.key.outputs.arns.logs
  log_retention_days = local.env.log_retention_days
  trusted            = { Service = "lambda.amazonaws.com" }
  token              = "kept-between-us-1"
}
