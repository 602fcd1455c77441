# How jobs of the repository get into the account: a role that applies, one that reads. People apply this and what else
# limits or watches a pipeline, with GROUNDPLAN_ROLE=own: it is not in its hands.
terraform {
  source = "${get_repo_root()}/modules//security/ci-roles"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  chosen  = read_terragrunt_config(find_in_parent_folders("target.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
  keys    = { for purpose, arn in local.mocks.kms.key_arns : purpose => replace(arn, local.mocks.place, "${local.region}:${local.account.account_id}") }
  other   = "${dirname(local.here)}/${coalesce(local.account.copy_region, "none")}"
  states  = compact([local.region, local.account.copy_region])

  # The account's own placeholder is told first, by the root.
  repository_is_set = (
    local.chosen.emulated || local.account.account_id == "000000000000" || !startswith(local.project.repository, "your-organisation/") ? true :
    tobool("The repository of ${local.project.name} is still a placeholder, and its owner could deploy: set repository in live/project.hcl.")
  )
}

prevent_destroy = local.env.protected

exclude {
  if      = local.chosen.for_people
  actions = ["all"]
}

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = { key_arns = local.keys }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "copy_kms" {
  enabled                                 = local.account.copy_region != null
  config_path                             = "${local.other}/security/kms"
  mock_outputs                            = { key_arns = { state = replace(local.mocks.kms.key_arns.state, local.mocks.place, "${coalesce(local.account.copy_region, "none")}:${local.account.account_id}") } }
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  account_id = local.account.account_id
  region     = local.region
  regions    = concat(local.states, [local.account.data_region])
  name       = local.project.name
  repository = local.project.repository

  # How the roles begin that the pipeline may make: the project's, the platforms', and the two that DMS looks for.
  role_prefixes = ["${local.project.name}-", "smartstream-", "dms-"]

  deploy = merge(local.env.deploy, {
    environments    = [local.account.name]
    session_seconds = 7200 # a job that applies prod takes two hours at most
    services = concat([
      "acm", "apigateway", "application-autoscaling", "athena", "backup", "budgets", "ce", "cloudfront", "cloudwatch", "codedeploy", "dms", "ec2", "ecr", "ecs",
      "elasticloadbalancing", "events", "firehose", "glue", "kinesis", "kms", "lambda", "logs", "rds", "route53", "s3", "secretsmanager", "sns", "sqs", "ssm",
      "wafv2", "xray",
    ], local.account.name == local.project.release_account ? ["inspector2"] : []) # which scans the images
  })
  plan = { branches = ["main"] }

  state = {
    bucket_arns  = [for region in local.states : "arn:aws:s3:::${local.project.name}-tfstate-${local.account.account_id}-${region}"]
    kms_key_arns = concat([dependency.kms.outputs.key_arns.state], local.account.copy_region == null ? [] : [dependency.copy_kms.outputs.key_arns.state])
  }
}
