# A bucket calls a function for each new image; what cannot be made smaller is kept for a person to look at.
module "thumbnails" {
  source = "../.."

  name        = "acme-thumbnails"
  description = "Makes images smaller"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  package = {
    s3_bucket         = "acme-artifacts"
    s3_key            = "acme-thumbnails/1.4.2.zip"
    s3_object_version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    sha256            = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=" # pragma: allowlist secret
  }

  runtime              = "python3.12"
  handler              = "thumbnails.handler"
  architecture         = "x86_64"
  memory_size          = 1769
  timeout              = 120
  reserved_concurrency = 50
  sandbox = {
    ephemeral_storage_size = 2048
    layer_arns             = ["arn:aws:lambda:us-east-1:123456789012:layer:imaging:7"]
  }

  network = {
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    security_group_id = "sg-0123456789abcdef0"
  }

  alias = true
  invokers = {
    NewImages = {
      principal      = "s3.amazonaws.com"
      source_arn     = "arn:aws:s3:::acme-images"
      source_account = "123456789012"
    }
    Rotation = {
      principal  = "secretsmanager.amazonaws.com"
      source_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-cdn-??????"
    }
    Shop = { principal = "210987654321" }
  }
  dead_letters = {
    destination_arn     = "arn:aws:sqs:us-east-1:123456789012:acme-thumbnails-dead-letters"
    kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/77777777-8888-9999-0000-111111111111"
    maximum_attempts    = 1
    maximum_age_seconds = 900
  }

  environment_variables = {
    SIZES          = "64,256,1024"
    CDN_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-cdn-a1b2c3"
  }
  secret_arns          = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-cdn-a1b2c3"]
  secrets_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]

  policy_statements = {
    ReadImages = {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::acme-images/*"]
    }
    WriteThumbnails = {
      actions    = ["s3:PutObject"]
      resources  = ["arn:aws:s3:::acme-thumbnails/*"]
      conditions = { StringEquals = { "s3:x-amz-server-side-encryption" = ["aws:kms"] } }
    }
  }

  log_level          = "DEBUG"
  system_log_level   = "INFO"
  log_retention_days = 90
  tags               = { Service = "images" }
}
