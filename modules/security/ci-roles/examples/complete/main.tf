# A production account: applied from one GitHub environment, and from a role in the tooling account; planned from pull requests,
# from main and from an environment of its own; in two regions, with states in both.
module "ci" {
  source = "../.."

  name       = "acme-prod"
  account_id = "123456789012"
  region     = "us-east-1"
  regions    = ["us-east-1", "us-west-2"]
  repository = "acme@1234567/platform@89012345" # made since GitHub puts ids into subjects

  deploy = {
    environments      = ["prod"]
    session_seconds   = 7200
    trusted_role_arns = ["arn:aws:iam::210987654321:role/acme-ci"]
    passes_roles_to   = ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "monitoring.rds.amazonaws.com", "vpc-flow-logs.amazonaws.com"]
    services = [
      "acm", "application-autoscaling", "cloudwatch", "ec2", "ecs", "elasticloadbalancing", "events", "kms", "lambda", "logs", "rds", "route53", "s3",
      "secretsmanager", "sns", "sqs",
    ]
  }
  plan = {
    environments  = ["prod-plan"]
    branches      = ["main"]
    pull_requests = true
    secret_arns   = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-prod-database-??????"]
  }
  role_prefixes        = ["acme-api-", "acme-prod-"]
  create_oidc_provider = false

  state = {
    bucket_arns  = ["arn:aws:s3:::acme-prod-tfstate-123456789012-us-east-1", "arn:aws:s3:::acme-prod-tfstate-123456789012-us-west-2"]
    kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555", "arn:aws:kms:us-west-2:123456789012:key/66666666-7777-8888-9999-000000000000"]
  }
  tags = { Component = "ci" }
}
