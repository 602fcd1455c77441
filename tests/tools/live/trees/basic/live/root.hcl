# What every unit shares.
locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region

  target_name = get_env("LOCALSTACK", "false") == "true" ? "emulator" : "aws"
  target      = read_terragrunt_config("${dirname(find_in_parent_folders("root.hcl"))}/targets/${local.target_name}.hcl").locals
}

remote_state {
  backend = "local"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = merge(local.target.backend, {
    path = "/nonexistent/${local.account.account_id}/${path_relative_to_include()}/terraform.tfstate"
  })
}

generate "provider" {
  path              = "provider.tf.json"
  if_exists         = "overwrite"
  disable_signature = true
  contents = jsonencode({
    provider = {
      aws = merge(local.target.provider, {
        region              = local.region
        allowed_account_ids = [local.account.account_id]
        assume_role         = { role_arn = "arn:aws:iam::${local.account.account_id}:role/deploy" }
        default_tags = {
          tags = { Project = "sarc-ng", Environment = local.account.name, ManagedBy = "Terraform" }
        }
      })
    }
  })
}

inputs = {
  environment = local.account.name
  region      = local.region
  account_id  = local.account.account_id
}
