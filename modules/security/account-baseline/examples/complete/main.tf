# Everything on, told to the security team. In its other regions the account is called with account_wide = false.
module "baseline" {
  source = "../.."

  name         = "acme-prod"
  account_id   = "123456789012"
  region       = "us-east-1"
  kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  account_wide = true

  access_analyzer = { unused_days = 90 }
  password_policy = { minimum_length = 20, max_age_days = 60 }

  config = {
    excluded_types = ["AWS::EC2::NetworkInterface"]
    retention_days = 2557
  }
  guardduty = {
    features = ["EBS_MALWARE_PROTECTION", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"]
  }
  security_hub = {
    standards = ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/3.0.0"]
  }
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-prod-workload-boundary"

  alarms = { topic_arns = { security = "arn:aws:sns:us-east-1:123456789012:acme-security" } }
  tags   = { Component = "baseline" }
}
