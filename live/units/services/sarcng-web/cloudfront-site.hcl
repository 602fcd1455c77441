# The front end: services/sarcng-web/site behind CloudFront, with the API under the same name.
terraform {
  source = "${get_repo_root()}/modules//compute/cloudfront-site"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
  site    = "${get_repo_root()}/services/sarcng-web/site"
}

dependency "certificate" {
  config_path                             = "${local.here}/certificate"
  mock_outputs                            = local.mocks.certificate
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  account_id         = local.account.account_id
  region             = local.region
  name               = "${local.project.name}-web"
  domain_names       = ["www.${local.env.domain_name}"]
  certificate_arn    = dependency.certificate.outputs.certificate_arn
  kms_key_arn        = dependency.kms.outputs.key_arns.web
  log_retention_days = local.env.log_retention_days
  force_destroy      = !local.env.protected

  files = {
    for path in fileset(local.site, "**") : path => { source = "${local.site}/${path}", sha256 = filesha256("${local.site}/${path}") }
  }
  not_found_page = "404.html"

  api = {
    domain_name   = "api.${local.env.domain_name}"
    path_patterns = ["/reservations", "/reservations/*"]
  }
}
