# The front end's public name, an alias of its distribution, for IPv4 and IPv6.
terraform {
  source = "${get_repo_root()}/modules//dns/record"
}

locals {
  env   = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here  = dirname(find_in_parent_folders("region.hcl"))
}

dependency "dns" {
  config_path                             = "${local.here}/dns"
  mock_outputs                            = local.mocks.dns
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "site" {
  config_path                             = "${local.here}/services/sarcng-web/cloudfront-site"
  mock_outputs                            = local.mocks.cloudfront_site
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  zone_id = dependency.dns.outputs.zone_id

  # CloudFront does not tell how its distributions are.
  records = {
    for type in ["A", "AAAA"] : lower(type) => {
      name = "www.${local.env.domain_name}"
      type = type
      alias = {
        name                   = dependency.site.outputs.domain_name
        zone_id                = dependency.site.outputs.zone_id
        evaluate_target_health = false
      }
    }
  }
}
