# The environment's own zone; the parent zone delegates to its name servers.
terraform {
  source = "${get_repo_root()}/modules//dns/zone"
}

locals {
  env = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

prevent_destroy = local.env.protected

inputs = {
  domain_name = local.env.domain_name
}
