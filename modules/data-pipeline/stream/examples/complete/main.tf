# Changes of a production database, a week to replay from, on four shards; and clicks, whose load nobody knows, on demand.
module "changes" {
  source      = "../.."
  name        = "acme-prod-changes"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  capacity                 = { shard_count = 4 }
  retention_hours          = 168
  max_iterator_age_seconds = 600

  alarms = {
    topic_arns  = { platform = "arn:aws:sns:us-east-1:123456789012:acme-platform" }
    runbook_url = "https://runbooks.acme.example.com/stream"
  }
  tags = { Component = "capture" }
}

module "clicks" {
  source      = "../.."
  name        = "acme-prod-clicks"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  capacity            = { mode = "ON_DEMAND" }
  shard_level_metrics = []
  alarms              = { without = ["iterator-age"] } # read by whoever looks, now and then
}
