# The emulated AWS: Moto or LocalStack on this machine, with keys that open nothing.
locals {
  endpoint = get_env("AWS_ENDPOINT_URL", "http://localhost:4566")
  keys     = { access_key = "test", secret_key = "test" }

  # Every service that a unit uses: what is not listed would ask the real AWS.
  services = [
    "accessanalyzer", "acm", "apigateway", "apigatewayv2", "applicationautoscaling", "athena", "backup", "budgets",
    "ce", "cloudfront", "cloudtrail", "cloudwatch", "cloudwatchlogs", "codedeploy", "configservice", "dms",
    "dynamodb", "ec2", "ecr", "ecs", "elasticloadbalancingv2", "events", "firehose", "glue", "guardduty", "iam",
    "kinesis", "kms", "lambda", "rds", "route53", "s3", "scheduler", "secretsmanager", "securityhub", "sns", "sqs",
    "ssm", "sts", "wafv2", "xray",
  ]

  # S3 Control puts the account in front of the host's name, which nothing finds in front of localhost.
  s3control = get_env("AWS_ENDPOINT_URL_S3_CONTROL", local.endpoint)

  backend = merge(local.keys, {
    endpoints                   = { s3 = local.endpoint, sts = local.endpoint, iam = local.endpoint }
    use_path_style              = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_requesting_account_id  = true
  })

  # The provider still asks which account it is in: the emulator answers, and allowed_account_ids holds there too.
  provider = merge(local.keys, {
    endpoints                   = merge({ for service in local.services : service => local.endpoint }, { s3control = local.s3control })
    max_retries                 = 4 # connections break under load; more than that is not to be waited for
    s3_use_path_style           = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
  })
}
