terragrunt_version_constraint = ">= 1.0, < 2.0"
terraform_version_constraint  = ">= 1.11"

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region

  # Planned without credentials, it talks to an emulator, which needs to know the services that a plan asks.
  emulated = tobool(get_env("GROUNDPLAN_EMULATOR", "false"))
  endpoint = get_env("AWS_ENDPOINT_URL", "http://localhost:4566")
  emulator = {
    access_key                  = "test"
    secret_key                  = "test"
    endpoints                   = { for service in ["iam", "sts"] : service => local.endpoint }
    skip_credentials_validation = true
    skip_metadata_api_check     = true
  }

  default_tags = {
    Project     = local.project.name
    Environment = local.account.name
    CostCenter  = "engineering"
    Owner       = local.project.owner
    ManagedBy   = "terraform"
  }
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "${local.project.name}-tfstate-${local.account.account_id}"
    key          = "${path_relative_to_include()}/terraform.tfstate"
    region       = local.region
    encrypt      = true
    use_lockfile = true
  }
}

generate "provider" {
  path              = "provider.tf.json"
  if_exists         = "overwrite"
  disable_signature = true
  contents = jsonencode({
    provider = {
      aws = merge(local.emulated ? local.emulator : null, {
        region              = local.region
        allowed_account_ids = [local.account.account_id]
        assume_role         = { role_arn = "arn:aws:iam::${local.account.account_id}:role/deploy" }
        default_tags        = { tags = local.default_tags }
      })
    }
  })
}

generate "lock" {
  path              = ".terraform.lock.hcl"
  if_exists         = "overwrite"
  disable_signature = true
  contents          = file("${dirname(find_in_parent_folders("root.hcl"))}/.terraform.lock.hcl")
}
