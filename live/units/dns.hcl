# The environment's own zone; the parent zone delegates to its name servers.
terraform {
  source = "${get_repo_root()}/modules//dns/zone"
}

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

prevent_destroy = local.env.protected

inputs = {
  account_id    = local.account.account_id
  region        = local.region
  domain_name   = local.env.domain_name
  delegations   = local.env.delegations
  force_destroy = !local.env.protected
}
