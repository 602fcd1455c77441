terraform {
  source = "${get_repo_root()}/modules//database"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
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

inputs = {
  identifier        = "${local.project.name}-${local.account.name}"
  settings          = local.env.database
  kms_key_arn       = dependency.key.outputs.arns.data
  subnet_ids        = values(dependency.network.outputs.subnet_ids)
  security_group_id = dependency.network.outputs.security_group_ids.database
}
