module "delivery" {
  source      = "../.."
  name        = "acme-dev-raw"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  source_stream = {
    stream_arn  = "arn:aws:kinesis:us-east-1:123456789012:stream/acme-dev-changes"
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
  destination = {
    bucket_arn  = "arn:aws:s3:::acme-dev-lake-123456789012"
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
}
