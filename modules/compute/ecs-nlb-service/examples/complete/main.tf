# A gateway for devices: TLS from the internet and from a service of the platform, plain TCP from the head office; two to six
# tasks that see their clients' addresses, an HTTP health check, and access logs in a bucket of its own.
module "service" {
  source = "../.."

  name        = "acme-gateway"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  cluster = {
    arn  = "arn:aws:ecs:us-east-1:123456789012:cluster/acme-prod"
    name = "acme-prod"
  }

  network = {
    vpc_id                 = "vpc-0123456789abcdef0"
    task_security_group_id = "sg-0123456789abcdef1"
    nlb_subnet_ids = {
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

  listeners = {
    devices = {
      port            = 8883
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      sources = {
        internet = { cidr_ipv4 = "0.0.0.0/0", reason = "Devices are anywhere, and show a certificate" }
        api      = { security_group_id = "sg-0123456789abcdef2" }
      }
    }
    maintenance = {
      port     = 1883
      protocol = "TCP"
      sources  = { office = { cidr_ipv4 = "192.0.2.0/24" } }
    }
  }

  load_balancer = {
    internal           = false
    ssl_policy         = "ELBSecurityPolicy-TLS13-1-3-2021-06"
    preserve_client_ip = true
    access_logs        = { prefix = "gateway", retention_days = 30 }
    health_check       = { protocol = "HTTP", path = "/healthz", matcher = "200-204" }
  }

  container_image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/acme-gateway@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
  cpu             = 1024
  memory          = 2048

  container = {
    user             = "1000:1000"
    port             = 1883
    cpu_architecture = "ARM64"
    writable_paths   = { tmp = "/tmp" }
    environment      = { LOG_LEVEL = "info" }
    parameters       = { FEATURE_FLAGS = "/acme/prod/feature-flags" }

    secrets              = { SIGNING_KEY = { arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-signing-a1b2c3" } }
    secrets_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]
  }

  task_policy_statements = {
    SendReadings = {
      actions   = ["sqs:SendMessage"]
      resources = ["arn:aws:sqs:us-east-1:123456789012:acme-readings"]
    }
  }

  desired_count           = 2
  minimum_healthy_percent = 100
  auto_scaling_enabled    = true
  auto_scaling_capacity   = { min = 2, max = 6 }
  scale_out_cooldown      = 60

  capacity_provider_strategy = {
    FARGATE      = { base = 2, weight = 1 }
    FARGATE_SPOT = { weight = 1 }
  }

  scheduled_scaling = {
    rollout = { schedule = "cron(0 6 ? * MON *)", timezone = "Europe/Vienna", min_capacity = 4, max_capacity = 6 }
  }

  log_group = { name = "/ecs/acme/gateway", retention_days = 90 }
  tags      = { Service = "gateway" }
}
