# The account's encryption keys in this region: one per purpose, so that each grants as little as it can.
terraform {
  source = "${get_repo_root()}/modules//security/kms"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

prevent_destroy = local.env.protected

inputs = {
  name = local.project.name
  keys = {
    data = {
      description = "Databases, secrets and queues"
      services    = ["rds", "secretsmanager", "sns", "sqs", "ssm"]
    }
    logs = {
      description = "CloudWatch log groups"
      services    = ["logs"]
    }
  }
}
