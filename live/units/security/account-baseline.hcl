# What the account and this region of it are set to before anything else is there, and who watches them.
terraform {
  source = "${get_repo_root()}/modules//security/account-baseline"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  place   = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  region  = local.place.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  chosen  = read_terragrunt_config(find_in_parent_folders("target.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
  keys    = { for purpose, arn in local.mocks.kms.key_arns : purpose => replace(arn, local.mocks.place, "${local.region}:${local.account.account_id}") }
}

exclude {
  if      = local.chosen.for_people
  actions = ["all"]
}

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = { key_arns = local.keys }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  account_id   = local.account.account_id
  region       = local.region
  name         = local.project.name
  kms_key_arn  = dependency.kms.outputs.key_arns.volumes
  account_wide = local.region == local.account.primary_region

  guardduty    = local.env.baseline.guardduty
  security_hub = local.env.baseline.security_hub
  config       = merge(local.env.baseline.config, { force_destroy = !local.env.protected })

  # By its name: findings are looked for before there is anything else to watch. It is the platform's where only one is.
  alarms = { topic_arns = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${try(local.place.platform, local.project.name)}-${local.account.name}-alarms" } }
}
