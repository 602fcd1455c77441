# An API on a database: signed tokens for its users, IAM for its machines, an open health check, and a front end's origin.
module "api" {
  source = "../.."

  name        = "acme-api"
  description = "Orders of ACME"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  package = {
    s3_bucket         = "acme-artifacts"
    s3_key            = "acme-api/1.4.2.zip"
    s3_object_version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    sha256            = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
  }

  runtime              = "python3.12"
  handler              = "orders.api.handler"
  architecture         = "x86_64"
  memory_size          = 512
  timeout              = 15
  reserved_concurrency = 50

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
    SendOrders = {
      actions   = ["sqs:SendMessage"]
      resources = ["arn:aws:sqs:us-east-1:123456789012:acme-orders"]
    }
  }

  routes = {
    "GET /health"       = { authorization = "NONE", reason = "The load balancer of our status page has no credentials" }
    "GET /orders"       = { authorization = "JWT", authorizer = "users", scopes = ["orders:read"] }
    "POST /orders"      = { authorization = "JWT", authorizer = "users", scopes = ["orders:write"] }
    "ANY /admin/{all+}" = { authorization = "AWS_IAM" }
  }
  jwt_authorizers = {
    users = { issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E", audience = ["4fh1q2example"] }
  }

  cors = {
    allow_origins = ["https://shop.example.com"]
    allow_methods = ["GET", "POST"]
  }
  throttling = { rate_limit = 200, burst_limit = 400 }

  log_level          = "WARN"
  log_retention_days = 90
  tags               = { Service = "orders" }
}
