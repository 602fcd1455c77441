module "monitoring" {
  source = "../.."

  name        = "acme-dev"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  hops          = { streams = { changes = { stream_name = "acme-dev-changes" } } }
  metric_alarms = { iterator_age = { metric = "GetRecords.IteratorAgeMilliseconds", hop = "changes" } }
}
