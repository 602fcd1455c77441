# A service whose releases are tried on a test port, get a tenth of the traffic for five minutes and then all of it, or
# are rolled back when an alarm turns red; the tasks of the release before stay for half an hour.
module "service" {
  source = "../.."

  name            = "acme-shop"
  account_id      = "123456789012"
  region          = "us-east-1"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  container_image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/acme-shop:1.4.2"

  cluster = {
    arn  = "arn:aws:ecs:us-east-1:123456789012:cluster/acme-prod"
    name = "acme-prod"
  }

  network = {
    vpc_id                 = "vpc-0123456789abcdef0"
    alb_security_group_id  = "sg-0123456789abcdef0"
    task_security_group_id = "sg-0123456789abcdef1"
    alb_subnet_ids         = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    task_subnet_ids        = { us-east-1a = "subnet-0123456789abcdef2", us-east-1b = "subnet-0123456789abcdef3" }
  }

  desired_count = 2

  load_balancer = {
    deployment = {
      strategy                = "blue_green"
      alarm_names             = ["acme-prod-5xx-http_api-shop"]
      errors_per_minute       = 10
      latency_seconds         = 0.5
      terminate_after_minutes = 30
      runbook_url             = "https://docs.example.com/acme/runbook"

      hooks        = { AfterAllowTestTraffic = "arn:aws:lambda:us-east-1:123456789012:function:acme-shop-smoke-test" }
      test_sources = { nat_a = { cidr_ipv4 = "198.51.100.7/32" }, nat_b = { cidr_ipv4 = "198.51.100.8/32" } }
    }
  }
}
