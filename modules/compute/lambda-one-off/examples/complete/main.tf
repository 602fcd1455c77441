# The schema of a database, brought up to date before the release that needs it.
module "schema" {
  source = "../.."

  name        = "acme-schema"
  description = "Migrations of ACME's database"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  package = {
    s3_bucket         = "acme-artifacts"
    s3_key            = "acme-api/1.4.2.zip"
    s3_object_version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    sha256            = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
  }

  runtime      = "python3.12"
  handler      = "orders.schema.handler"
  architecture = "x86_64"
  memory_size  = 512
  timeout      = 900
  payload      = { target = "latest" }
  triggers     = { data = "2026-11-01" }

  network = {
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    security_group_id = "sg-0123456789abcdef0"
  }

  environment_variables = {
    DB_HOST       = "acme.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com"
    DB_NAME       = "acme"
    DB_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3"
  }
  secret_arns          = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3"]
  secrets_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]

  policy_statements = {
    ReadSeeds = {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::acme-artifacts/seeds/*"]
    }
  }

  log_level          = "DEBUG"
  log_retention_days = 90
  tags               = { Service = "orders" }
}
