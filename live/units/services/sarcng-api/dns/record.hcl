# The API's public name, an alias of its load balancer.
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

dependency "service" {
  config_path                             = "${local.here}/services/sarcng-api/ecs-alb-service"
  mock_outputs                            = local.mocks.ecs_alb_service
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  zone_id = dependency.dns.outputs.zone_id

  # The primary answers as long as it is well. Where another region stands by, its record is the secondary.
  records = {
    api = {
      name         = "api.${local.env.domain_name}"
      type         = "A"
      failover     = "PRIMARY"
      health_check = "api"
      alias = {
        name    = dependency.service.outputs.alb_dns_name
        zone_id = dependency.service.outputs.alb_zone_id
      }
    }
  }
  health_checks = {
    api = { fqdn = dependency.service.outputs.alb_dns_name, path = "/health" }
  }
}
