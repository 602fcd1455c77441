module "observability" {
  source = "../.."

  name        = "acme"
  environment = "dev"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  alarm_targets    = { ecs_services = { api = { cluster_name = "acme-dev", service_name = "acme-api" } } }
  alert_conditions = [{ metric = "CPUUtilization", threshold = 80, comparison = "GreaterThanThreshold" }]
  subscriptions    = { on_call = { protocol = "email", endpoint = "on-call@example.com" } }
}
