# The account's encryption keys in this region: one per purpose, so that each grants as little as it can.
terraform {
  source = "${get_repo_root()}/modules//security/kms"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

prevent_destroy = local.env.protected

inputs = {
  account_id = local.account.account_id
  region     = local.region
  name       = local.project.name
  keys = merge({
    data = {
      description = "Databases, secrets and topics"
      services    = ["budgets", "cloudwatch", "costalerts", "rds", "secretsmanager", "sns"]
    }
    logs = {
      description = "Log groups, and the settings of functions"
      services    = ["lambda", "logs"]
    }
    }, local.region != local.account.primary_region ? {} : {
    web = {
      description = "The front end's files and access log"
      services    = ["cloudfront", "logs", "s3"]
    }
  })
}
