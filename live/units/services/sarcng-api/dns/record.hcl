# The API's names: the public one is its load balancer's, the other one its functions'.
terraform {
  source = "${get_repo_root()}/modules//dns/record"
}

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
  primary = local.region == local.account.primary_region
}

# A zone is global: all regions of the account write into the one of the primary region.
dependency "dns" {
  config_path                             = "${dirname(local.here)}/${local.account.primary_region}/dns"
  mock_outputs                            = local.mocks.dns
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "domain" {
  config_path                             = "${local.here}/services/sarcng-api/http-api-domain"
  mock_outputs                            = local.mocks.http_api_domain
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "function" {
  config_path                             = "${local.here}/services/sarcng-api/lambda-http-api"
  mock_outputs                            = local.mocks.lambda_http_api
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "service" {
  config_path                             = "${local.here}/services/sarcng-api/ecs-alb-service"
  mock_outputs                            = local.mocks.ecs_alb_service
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  zone_id = dependency.dns.outputs.zone_id

  # The primary answers as long as it is well, then the secondary, should another region stand by and be well.
  records = {
    for name, alias in {
      api = {
        name    = dependency.service.outputs.alb_dns_name
        zone_id = dependency.service.outputs.alb_zone_id
      }
      api-functions = {
        name    = dependency.domain.outputs.target_domain_name
        zone_id = dependency.domain.outputs.target_zone_id
      }
      } : name => {
      name           = "${name}.${local.env.domain_name}"
      type           = "A"
      failover       = local.primary ? "PRIMARY" : "SECONDARY"
      set_identifier = local.primary ? name : "${name}-${local.region}"
      health_check   = name
      alias          = alias
    }
  }
  health_checks = {
    api           = { fqdn = dependency.service.outputs.alb_dns_name, path = "/health" }
    api-functions = { fqdn = trimprefix(dependency.function.outputs.api_endpoint, "https://"), path = "/health" }
  }
}
