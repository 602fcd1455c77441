# The name of the serverless form of the API, beside the one that the load balancer answers.
terraform {
  source = "${get_repo_root()}/modules//compute/http-api-domain"
}

locals {
  env   = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here  = dirname(find_in_parent_folders("region.hcl"))
}

dependency "certificate" {
  config_path                             = "${local.here}/certificate"
  mock_outputs                            = local.mocks.certificate
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "function" {
  config_path                             = "${local.here}/services/sarcng-api/lambda-http-api"
  mock_outputs                            = local.mocks.lambda_http_api
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  domain_name     = "api-functions.${local.env.domain_name}"
  certificate_arn = dependency.certificate.outputs.certificate_arn
  api_ids         = { "/" = dependency.function.outputs.api_id }
}
