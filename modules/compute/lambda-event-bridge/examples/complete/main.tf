# A function that answers events of an application's own bus and of AWS, and works every morning; what fails is tried once
# more within ten minutes, then kept for a week, and two teams hear of it.
module "fulfilment" {
  source = "../.."

  name        = "acme-fulfilment"
  description = "Sends what was ordered"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  package = {
    s3_bucket         = "acme-artifacts"
    s3_key            = "acme-fulfilment/1.4.2.zip"
    s3_object_version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    sha256            = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
  }

  runtime              = "python3.12"
  handler              = "fulfilment.events.handler"
  architecture         = "x86_64"
  memory_size          = 512
  timeout              = 60
  reserved_concurrency = 50

  network = {
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    security_group_id = "sg-0123456789abcdef0"
  }

  rules = {
    placed = {
      description    = "An order of some worth was placed"
      event_bus_name = "acme-shop"
      event_pattern = jsonencode({
        source      = ["acme.orders"]
        detail-type = ["OrderPlaced"]
        detail      = { total = [{ numeric = [">", 0] }] }
      })
    }
    stopped = {
      description   = "A picker's task stopped"
      event_pattern = jsonencode({ source = ["aws.ecs"], detail-type = ["ECS Task State Change"], detail = { lastStatus = ["STOPPED"] } })
      enabled       = false
    }
    morning = {
      schedule_expression = "cron(0 6 ? * MON-FRI *)"
      input               = jsonencode({ action = "remind" })
    }
  }

  retries                    = { delivery_attempts = 10, function_attempts = 1, maximum_age_seconds = 600 }
  dead_letter_retention_days = 7

  environment_variables = {
    DB_HOST       = "acme.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com"
    DB_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3"
  }
  secret_arns          = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3"]
  secrets_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]

  policy_statements = {
    Tell = {
      actions   = ["events:PutEvents"]
      resources = ["arn:aws:events:us-east-1:123456789012:event-bus/acme-shop"]
    }
  }

  alarms = {
    topic_arns = {
      platform = "arn:aws:sns:us-east-1:123456789012:acme-prod-alarms"
      orders   = "arn:aws:sns:us-east-1:123456789012:acme-orders-alarms"
    }
    runbook_url = "https://runbooks.example.com/fulfilment"
  }

  log_level          = "WARN"
  log_retention_days = 90
  tags               = { Service = "fulfilment" }
}
