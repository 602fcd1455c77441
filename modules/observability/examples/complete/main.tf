# An account's watch: a service behind a load balancer, an HTTP API, an Aurora cluster, four metrics out of the logs, a budget.
module "observability" {
  source = "../.."

  name        = "acme"
  environment = "prod"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  alarm_targets = {
    ecs_services   = { api = { cluster_name = "acme-prod", service_name = "acme-api" } }
    databases      = { main = { identifier = "acme-db", is_aurora = true } }
    load_balancers = { api = { arn_suffix = "app/acme-api/50dc6c495c0c9188", target_group_arn_suffix = "targetgroup/acme-api-8080/6d0ecf831eec9f09" } }
    functions      = { http = { function_name = "acme-api", alias = "live" } }
    http_apis      = { http = { api_id = "a1b2c3d4e5" } }
  }

  alert_conditions = [
    { metric = "CPUUtilization", threshold = 80, comparison = "GreaterThanThreshold" },
    { metric = "CPUUtilization", name = "CPUUtilization-critical", threshold = 95, comparison = "GreaterThanThreshold", evaluation_periods = 3, datapoints_to_alarm = 2, targets = ["main"] },
    { metric = "DatabaseConnections", threshold = 80, comparison = "GreaterThanThreshold" },
    { metric = "HTTPCode_ELB_5XX_Count", threshold = 10, comparison = "GreaterThanThreshold" },
    { metric = "TargetResponseTime", threshold = 0.5, comparison = "GreaterThanThreshold", statistic = "p99" },
    { metric = "reservation_success_rate", threshold = 0.95, comparison = "LessThanThreshold", treat_missing_data = "notBreaching", description = "More than one reservation in twenty fails." },
    { metric = "ApproximateAgeOfOldestMessage", threshold = 600, comparison = "GreaterThanThreshold", statistic = "Maximum", namespace = "AWS/SQS", dimensions = { QueueName = "acme-orders" } },
  ]

  log_groups = {
    api       = "/ecs/acme/api"
    http      = "/aws/lambda/acme-api"
    error     = "/aws/rds/cluster/acme-db/error"
    slowquery = "/aws/rds/cluster/acme-db/slowquery"
  }
  custom_metrics = {
    reservation_success_rate = { log_groups = ["api", "http"], ratio = true }
    resource_utilization     = { log_groups = ["api"], unit = "Percent" }
    api_response_time        = { log_groups = ["api", "http"], unit = "Milliseconds", statistic = "p95" }
    database_connection_pool = { log_groups = ["api"], unit = "Count", pattern = "{ $.pool.size = * }", value = "$.pool.size" }
  }
  metric_namespace = "Acme/prod"

  subscriptions = {
    on_call = { protocol = "email", endpoint = "on-call@example.com" }
    pager   = { protocol = "https", endpoint = "https://events.pager.example.com/integration/acme" }
  }
  runbook_url             = "https://docs.example.com/acme/runbook"
  monthly_budget_usd      = 1500
  cost_anomaly            = { threshold_usd = 50 }
  composite_alarm_enabled = true
  dashboard_name          = "acme-prod"
  tags                    = { Service = "platform" }
}
