# The master of a PostgreSQL and the user that reads its changes, by the function of this library.
module "rotation" {
  source = "../.."

  name        = "acme-source-rotation"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  package = {
    s3_bucket         = "acme-artifacts"
    s3_key            = "secret-rotation/1.4.2.zip"
    s3_object_version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    sha256            = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
  }
  architecture          = "arm64"
  runtime               = "python3.13"
  handler               = "secret_rotation.handler.handle"
  environment_variables = { DB_ENGINE = "postgres" }

  network = {
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    security_group_id = "sg-0123456789abcdef0"
  }

  secrets = {
    master = {
      arn         = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-source-master-a1b2c3"
      kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"
    }
    capture = {
      arn         = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-source-capture-d4e5f6"
      kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"
      days        = 90
    }
  }
  policy_statements = {
    FindDatabase = {
      actions   = ["rds:DescribeDBInstances"]
      resources = ["arn:aws:rds:us-east-1:123456789012:db:acme-source"]
    }
  }

  log_retention_days = 90
  tags               = { Service = "orders" }
}
