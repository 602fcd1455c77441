# The account's encryption keys in this region: one per purpose, so that each grants as little as it can.
terraform {
  source = "${get_repo_root()}/modules//security/kms"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  here    = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals

  keys = {
    audit = {
      description = "The audit trail"
      services    = ["cloudtrail", "logs", "s3"]
    }
    backup = {
      description = "Backups"
      services    = ["backup"]
    }
    data = {
      description = "Databases, secrets and topics"
      services    = ["budgets", "cloudwatch", "costalerts", "events", "rds", "secretsmanager", "sns"]
    }
    images = {
      description = "Images of the releases"
      services    = ["ecr"]
    }
    logs = {
      description = "Log groups, and the settings of functions"
      services    = ["lambda", "logs"]
    }
    state = {
      description = "The states of Terraform"
      services    = ["s3"]
    }
    volumes = {
      description = "Volumes that name no key, and what AWS Config records"
      services    = ["ec2", "s3"]
    }
    web = {
      description = "The front end's files and access log"
      services    = ["cloudfront", "logs", "s3"]
    }
  }

  # States are where their region has them, the rest where it is needed. A region whose states are in another one holds platforms,
  # which have keys of their own.
  purposes = can(local.here.state_region) ? ["volumes"] : concat(
    ["state"],
    try(local.here.copies_only, false) ? [] : ["data", "logs", "volumes"],
    local.here.region == local.account.primary_region ? ["audit", "web"] : [],
    local.account.name == local.project.release_account ? ["images"] : [],
    can(local.env.backup) ? ["backup"] : [],
  )
}

prevent_destroy = local.env.protected

inputs = {
  account_id = local.account.account_id
  region     = local.here.region
  name       = local.project.name
  keys       = { for purpose in local.purposes : purpose => local.keys[purpose] }
}
