# The pipeline's encryption keys: what is kept, and what is logged about it.
terraform {
  source = "${get_repo_root()}/modules//security/kms"
}

locals {
  account  = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region   = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env      = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  platform = read_terragrunt_config(find_in_parent_folders("units/data/smartstream/platform.hcl")).locals
  here     = "${dirname(find_in_parent_folders("region.hcl"))}/data/smartstream"
  name     = "${local.platform.name}-${local.account.name}"
}

prevent_destroy = local.env.protected

inputs = {
  account_id = local.account.account_id
  region     = local.region
  name       = local.name
  tags       = local.platform.tags

  keys = {
    data = {
      description = "The lake, the stream, the source database, its secret, and who is told"
      services    = ["cloudwatch", "dms", "events", "glue", "kinesis", "lambda", "rds", "s3", "secretsmanager", "sns", "sqs"]
    }
    logs = {
      description = "Log groups, and the settings of functions"
      services    = ["glue", "lambda", "logs", "sqs", "events"]
    }
  }
}
