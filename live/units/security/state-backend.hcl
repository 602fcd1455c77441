# The bucket that holds the states of this account and region, these of its own too: `./inv bootstrap` makes it.
terraform {
  source = "${get_repo_root()}/modules//security/state-backend"
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

  # The copies are in a bucket of the same kind, which is not copied again.
  name   = "${local.project.name}-tfstate"
  copies = local.region == local.account.primary_region ? local.account.copy_region : null
  other  = "${dirname(local.here)}/${coalesce(local.copies, "none")}"
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

dependency "copy" {
  enabled                                 = local.copies != null
  config_path                             = "${local.other}/security/state-backend"
  mock_outputs                            = { bucket_arn = "arn:aws:s3:::mock-tfstate" }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "copy_kms" {
  enabled                                 = local.copies != null
  config_path                             = "${local.other}/security/kms"
  mock_outputs                            = { key_arns = { state = replace(local.mocks.kms.key_arns.state, local.mocks.place, "${coalesce(local.copies, "none")}:${local.account.account_id}") } }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  account_id  = local.account.account_id
  region      = local.region
  name        = local.name
  kms_key_arn = dependency.kms.outputs.key_arns.state

  replication = local.copies == null ? null : {
    bucket_arn  = dependency.copy.outputs.bucket_arn
    kms_key_arn = dependency.copy_kms.outputs.key_arns.state
    region      = local.copies
  }

  # By its name: the topic comes long after the states.
  alarms = {
    topic_arns  = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${local.project.name}-${local.account.name}-alarms" }
    runbook_url = local.project.runbooks
  }

  # In the emulator states go with it.
  force_destroy = !local.env.protected || local.chosen.emulated
}
