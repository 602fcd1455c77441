# A consumer of uploads and of orders: a bucket, a topic and another account send to it; batches are gathered for five seconds,
# a message is tried six times, and two teams hear of the dead letters.
module "consumer" {
  source = "../.."

  name        = "acme-importer"
  description = "Imports what customers upload"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  package = {
    s3_bucket         = "acme-artifacts"
    s3_key            = "acme-importer/1.4.2.zip"
    s3_object_version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    sha256            = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
  }

  runtime              = "python3.12"
  handler              = "importer.queue.handler"
  architecture         = "x86_64"
  memory_size          = 512
  timeout              = 120
  reserved_concurrency = 50

  network = {
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    security_group_id = "sg-0123456789abcdef0"
  }

  queue = {
    delay_seconds              = 10
    visibility_timeout_seconds = 900
    max_receive_count          = 6
    retention_days             = 7
    dead_letter_retention_days = 14
  }
  batch = { size = 100, window_seconds = 5, maximum_concurrency = 25 }

  producers = {
    uploads = { service = "s3", source_arns = ["arn:aws:s3:::acme-uploads"] }
    orders  = { service = "sns", source_arns = ["arn:aws:sns:us-east-1:123456789012:acme-orders"] }
    partner = { principal_arns = ["arn:aws:iam::210987654321:role/acme-shop"] }
  }

  environment_variables = {
    DB_HOST       = "acme.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com"
    DB_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3"
  }
  secret_arns          = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3"]
  secrets_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]

  policy_statements = {
    ReadUploads = {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::acme-uploads/*"]
    }
  }

  alarms = {
    topic_arns = {
      platform = "arn:aws:sns:us-east-1:123456789012:acme-prod-alarms"
      orders   = "arn:aws:sns:us-east-1:123456789012:acme-orders-alarms"
    }
    runbook_url            = "https://runbooks.example.com/importer"
    oldest_message_seconds = 600
  }

  log_level          = "WARN"
  log_retention_days = 90
  tags               = { Service = "importer" }
}
