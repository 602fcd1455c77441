# Who did what in the account, in all regions, and who read its states.
terraform {
  source = "${get_repo_root()}/modules//security/audit-trail"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  chosen  = read_terragrunt_config(find_in_parent_folders("target.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
  keys    = { for purpose, arn in local.mocks.kms.key_arns : purpose => replace(arn, local.mocks.place, "${local.region}:${local.account.account_id}") }
}

prevent_destroy = local.env.protected

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
  account_id         = local.account.account_id
  region             = local.region
  name               = "${local.project.name}-audit"
  kms_key_arn        = dependency.kms.outputs.key_arns.audit
  log_retention_days = local.env.log_retention_days
  bucket             = merge(local.env.audit, { force_destroy = !local.env.protected })
  data_events        = { bucket_arns = ["arn:aws:s3:::${local.project.name}-tfstate-${local.account.account_id}-${local.region}"] }

  # By its name: the trail records before there is anything else to watch.
  alarms = {
    topic_arns  = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${local.project.name}-${local.account.name}-alarms" }
    runbook_url = local.project.runbooks
  }
}
