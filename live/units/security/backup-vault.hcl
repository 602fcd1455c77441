# Backups that nobody deletes before their time, copied to the other region, and restored every week to see that they can be.
terraform {
  source = "${get_repo_root()}/modules//security/backup-vault"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
  keys    = { for purpose, arn in local.mocks.kms.key_arns : purpose => replace(arn, local.mocks.place, "${local.region}:${local.account.account_id}") }
  copies  = local.region == local.account.primary_region ? local.account.copy_region : null
}

prevent_destroy = local.env.protected

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = { key_arns = local.keys }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "database" {
  config_path                             = "${local.here}/database"
  mock_outputs                            = local.mocks.database
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "copy" {
  enabled                                 = local.copies != null
  config_path                             = "${dirname(local.here)}/${coalesce(local.copies, "none")}/security/backup-vault"
  mock_outputs                            = { vault_arn = "arn:aws:backup:${coalesce(local.copies, "none")}:${local.account.account_id}:backup-vault:mock" }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  account_id        = local.account.account_id
  region            = local.region
  name              = local.project.name
  kms_key_arn       = dependency.kms.outputs.key_arns.backup
  copy_to_vault_arn = local.copies == null ? null : dependency.copy.outputs.vault_arn
  force_destroy     = !local.env.protected

  plans = { for name, plan in local.env.backup.plans : name => merge(plan, {
    resource_arns = ["arn:aws:rds:${local.region}:${local.account.account_id}:cluster:${dependency.database.outputs.identifier}"]
  }) }
  restore_test = local.env.backup.restore_test

  # By its name: what watches the backups is not what they need.
  alarms = { topic_arns = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${local.project.name}-${local.account.name}-alarms" } }
}
