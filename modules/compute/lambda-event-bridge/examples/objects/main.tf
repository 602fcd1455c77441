# A function for the new objects of a bucket, outside of any VPC: large files need room, and its libraries are a layer.
module "transform" {
  source = "../.."

  name        = "acme-transform"
  description = "Raw objects into tables"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  package     = { path = "acme-transform.zip", sha256 = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=" }
  network     = {}

  runtime     = "python3.11"
  memory_size = 512
  timeout     = 300
  sandbox = {
    ephemeral_storage_size = 2048
    layer_arns             = ["arn:aws:lambda:us-east-1:123456789012:layer:parquet:7"]
    system_log_level       = "INFO"
  }

  # What the function writes lies in the same bucket: without the prefix it would call itself.
  rules = {
    raw = {
      description = "A raw object is there"
      event_pattern = jsonencode({
        source      = ["aws.s3"]
        detail-type = ["Object Created"]
        detail      = { bucket = { name = ["acme-lake"] }, object = { key = [{ prefix = "raw/" }] } }
      })
    }
  }

  policy_statements = {
    ReadRaw = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::acme-lake/raw/*"] }
  }

  alarms = { topic_arns = { platform = "arn:aws:sns:us-east-1:123456789012:acme-dev-alarms" }, errors = true }
}
