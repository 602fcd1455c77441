# Clicks as Parquet, in folders by shop and day.
module "delivery" {
  source      = "../.."
  name        = "acme-prod-clicks"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  source_stream = {
    stream_arn  = "arn:aws:kinesis:us-east-1:123456789012:stream/acme-prod-clicks"
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/22222222-3333-4444-5555-666666666666"
  }
  destination = {
    bucket_arn   = "arn:aws:s3:::acme-prod-lake-123456789012"
    kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/33333333-4444-5555-6666-777777777777"
    prefix       = "clicks/shop=!{partitionKeyFromQuery:shop}/dt=!{timestamp:yyyy-MM-dd}/"
    error_prefix = "errors/clicks/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/"
  }
  buffering             = { interval_seconds = 300, size_mb = 128 }
  max_freshness_seconds = 900
  append_newline        = true
  dynamic_partitioning  = { keys = { shop = ".shop.id" }, retry_seconds = 600 }
  parquet               = { database = "acme_prod", table = "clicks" }
  file_extension        = ".snappy.parquet"

  log_retention_days       = 90
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-prod-workload-boundary"

  alarms = {
    topic_arns  = { platform = "arn:aws:sns:us-east-1:123456789012:acme-platform" }
    runbook_url = "https://runbooks.acme.example.com/delivery"
    without     = ["failures"]
  }
  tags = { Component = "delivery" }
}
