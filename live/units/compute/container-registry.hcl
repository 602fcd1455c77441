# The registry of the releases, in the account that holds them, and in the region that its images are copied to.
terraform {
  source = "${get_repo_root()}/modules//compute/container-registry"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
  keys    = { for purpose, arn in local.mocks.kms.key_arns : purpose => replace(arn, local.mocks.place, "${local.region}:${local.account.account_id}") }
  root    = dirname(find_in_parent_folders("root.hcl"))
  copies  = local.region == local.account.primary_region ? local.account.copy_region : null

  # Who runs the images; whoever still has a placeholder for an id does not yet.
  others = { for name in ["dev", "staging"] : name => read_terragrunt_config("${local.root}/accounts/${name}/account.hcl").locals.account_id }
}

prevent_destroy = local.env.protected

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = { key_arns = local.keys }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

# Images are copied into what is there: the copies' repositories come first.
dependencies {
  paths = local.copies == null ? [] : ["${dirname(local.here)}/${local.copies}/compute/container-registry"]
}

inputs = {
  account_id          = local.account.account_id
  region              = local.region
  name                = local.project.name
  kms_key_arn         = dependency.kms.outputs.key_arns.images
  replication_regions = compact([local.copies])

  repositories = { "${local.project.name}-api" = { temporary_tags = { "pr-*" = 14 } } }
  access       = { pull_account_ids = [for id in values(local.others) : id if id != "000000000000"] }

  # By its name: images are there before there is anything to watch.
  alarms = { topic_arns = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${local.project.name}-${local.account.name}-alarms" } }
}
