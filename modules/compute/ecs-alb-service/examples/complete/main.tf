# A production service: three availability zones, three to ten tasks of which three are never on Spot, a secret and a
# parameter in its environment, one thing it may do, a web ACL, and access logs in the platform's log bucket.
module "service" {
  source = "../.."

  name            = "acme-api"
  account_id      = "123456789012"
  region          = "us-east-1"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  cluster = {
    arn  = "arn:aws:ecs:us-east-1:123456789012:cluster/acme-prod"
    name = "acme-prod"
  }

  network = {
    vpc_id                 = "vpc-0123456789abcdef0"
    alb_security_group_id  = "sg-0123456789abcdef0"
    task_security_group_id = "sg-0123456789abcdef1"
    alb_subnet_ids = {
      us-east-1a = "subnet-0123456789abcdef0"
      us-east-1b = "subnet-0123456789abcdef1"
      us-east-1c = "subnet-0123456789abcdef2"
    }
    task_subnet_ids = {
      us-east-1a = "subnet-0123456789abcdef3"
      us-east-1b = "subnet-0123456789abcdef4"
      us-east-1c = "subnet-0123456789abcdef5"
    }
  }

  container_image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/acme-api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
  cpu             = 1024
  memory          = 2048

  container = {
    user             = "1000:1000"
    cpu_architecture = "ARM64"
    command          = ["serve", "--port", "8080"]
    writable_paths   = { tmp = "/tmp" }
    environment      = { DB_NAME = "acme", LOG_LEVEL = "info" }
    parameters       = { FEATURE_FLAGS = "/acme/prod/feature-flags" }

    secrets = {
      DB_USER     = { arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3", json_key = "username" }
      DB_PASSWORD = { arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3", json_key = "password" }
    }
    secrets_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]
  }

  task_policy_statements = {
    ReadUploads = {
      actions    = ["s3:GetObject"]
      resources  = ["arn:aws:s3:::acme-uploads/*"]
      conditions = { StringEquals = { "s3:ExistingObjectTag/scanned" = ["clean"] } }
    }
  }

  desired_count           = 3
  minimum_healthy_percent = 100
  auto_scaling_enabled    = true
  auto_scaling_capacity   = { min = 3, max = 10 }
  scale_out_cooldown      = 60

  capacity_provider_strategy = {
    FARGATE      = { base = 3, weight = 1 }
    FARGATE_SPOT = { weight = 1 }
  }

  scheduled_scaling = {
    month_end = { schedule = "cron(0 6 28 * ? *)", timezone = "Europe/Vienna", min_capacity = 6, max_capacity = 20 }
    new_month = { schedule = "cron(0 6 2 * ? *)", timezone = "Europe/Vienna", min_capacity = 3, max_capacity = 10 }
  }

  load_balancer = {
    ssl_policy   = "ELBSecurityPolicy-TLS13-1-3-2021-06"
    access_logs  = { destination = "existing_bucket", bucket_name = "acme-prod-logs", prefix = "acme-api" }
    health_check = { path = "/healthz", matcher = "200-204" }
    deployment   = { alarm_names = ["acme-prod-UnHealthyHostCount-target_group-api"] }
    web_acl      = { arn = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acme/11111111-2222-3333-4444-555555555555" }
  }

  log_group = { name = "/ecs/acme/api", retention_days = 90 }
  tags      = { Service = "api" }
}
