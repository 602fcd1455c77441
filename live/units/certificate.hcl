# The certificate of the region's load balancers: the environment's domain and all names under it.
terraform {
  source = "${get_repo_root()}/modules//dns/certificate"
}

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
}

# A zone is global: all regions of the account write into the one of the primary region.
dependency "dns" {
  config_path                             = "${dirname(local.here)}/${local.account.primary_region}/dns"
  mock_outputs                            = local.mocks.dns
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  domain_name               = local.env.domain_name
  subject_alternative_names = ["*.${local.env.domain_name}"]
  zone_id                   = dependency.dns.outputs.zone_id
}
