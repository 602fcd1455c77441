# The trail of a production account: seven years of files that nobody can delete in the first, who reads states, and alarms.
module "audit" {
  source = "../.."

  name        = "acme-prod-audit"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  bucket = {
    retention_days    = 2557
    archive_days      = 180
    lock_days         = 365
    lock_mode         = "COMPLIANCE"
    access_log_bucket = "acme-prod-logs"
  }
  data_events = {
    bucket_arns   = ["arn:aws:s3:::acme-prod-tfstate-123456789012-us-east-1"]
    function_arns = ["arn:aws:lambda:us-east-1:123456789012:function:acme-api"]
  }
  insights                 = true
  log_retention_days       = 365
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-prod-workload-boundary"

  alarms = {
    topic_arns  = { security = "arn:aws:sns:us-east-1:123456789012:acme-security" }
    runbook_url = "https://runbooks.acme.example.com/audit"
    without     = ["network-edge-changed"]
  }
  tags = { Component = "audit" }
}
