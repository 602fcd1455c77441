# A lake with its zones in one bucket: what came in is archived after a year because nothing queries it, what is queried stays where queries
# reach it. It tells EventBridge of its objects, is listed every week, and copied to another region; its access logs go to a bucket beside it.
module "logs" {
  source      = "../.."
  name        = "acme-prod-access-logs-123456789012"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  receives_access_logs = true
  lifecycle_rules      = { logs = { expiration_days = 400 } }
}

module "lake" {
  source      = "../.."
  name        = "acme-prod-lake-123456789012"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  event_notifications = true
  access_logs         = { bucket_name = module.logs.bucket_name, prefix = "lake/" }
  cleanup             = { multipart_days = 3, noncurrent_days = 60 }

  lifecycle_rules = {
    raw = {
      prefix                 = "raw/"
      queried                = false
      transitions            = { GLACIER_IR = 90, DEEP_ARCHIVE = 365 }
      expiration_days        = 2555
      noncurrent_transitions = { GLACIER_IR = 7 }
    }
    trusted = {
      prefix      = "trusted/"
      transitions = { STANDARD_IA = 60, GLACIER_IR = 180 }
    }
    checkpoints = {
      prefix          = "checkpoints/"
      noncurrent_days = 14
      multipart_days  = 1
    }
    inventory = {
      prefix          = "inventory/"
      expiration_days = 90
    }
  }

  statements = {
    ReadAnalytics = {
      actions        = ["s3:GetObject"]
      objects        = ["analytics/*"]
      principal_arns = ["arn:aws:iam::210987654321:root"]
    }
    ListAnalytics = {
      actions        = ["s3:ListBucket"]
      on_bucket      = true
      principal_arns = ["arn:aws:iam::210987654321:root"]
      conditions     = { StringLike = { "s3:prefix" = ["analytics/*"] } }
    }
    WriteInventory = {
      actions    = ["s3:PutObject"]
      objects    = ["inventory/*"]
      services   = ["s3"]
      conditions = { StringEquals = { "s3:x-amz-acl" = ["bucket-owner-full-control"] } }
    }
    DenyOthersModels = {
      effect     = "Deny"
      actions    = ["s3:PutObject"]
      objects    = ["models/*"]
      conditions = { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/acme-prod-training"] } }
    }
  }

  inventory = {
    bucket_arn  = "arn:aws:s3:::acme-prod-lake-123456789012"
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  replication = {
    bucket_arn    = "arn:aws:s3:::acme-prod-lake-copy-123456789012"
    kms_key_arn   = "arn:aws:kms:us-west-2:123456789012:key/66666666-7777-8888-9999-000000000000"
    region        = "us-west-2"
    storage_class = "STANDARD_IA"
  }
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-prod-workload-boundary"

  alarms = {
    topic_arns  = { platform = "arn:aws:sns:us-east-1:123456789012:acme-platform" }
    runbook_url = "https://runbooks.acme.example.com/lake"
  }
  tags = { Component = "lake" }
}
