# A pipeline from a database to its queries: five alarms as they are known, two that say more, who hears, and what has failed.
module "monitoring" {
  source = "../.."

  name        = "acme-prod"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  hops = {
    databases         = { source = { identifier = "acme-prod-source" } }
    replication_tasks = { shop = { instance_identifier = "acme-prod-capture", task_arn = "arn:aws:dms:us-east-1:123456789012:task:ABCDEFGHIJKLMNOPQRSTUVWXYZ" } }
    streams           = { changes = { stream_name = "acme-prod-changes" } }
    deliveries        = { raw = { delivery_stream_name = "acme-prod-raw" } }
    functions = {
      transform = { function_name = "acme-prod-transform", log_group_name = "/aws/lambda/acme-prod-transform" }
      score     = { function_name = "acme-prod-score" }
    }
    workgroups = { analysts = "acme-prod" }
    metrics    = { "score: records" = { namespace = "Acme/prod", metrics = { records_scored = "Sum", drift = "Maximum" }, dimensions = { model = "churn" } } }
  }

  metric_alarms = {
    iterator_age       = { metric = "GetRecords.IteratorAgeMilliseconds", hop = "changes" }
    delivery_freshness = { metric = "DeliveryToS3.DataFreshness", hop = "raw" }
    transform_errors   = { metric = "Errors", hop = "transform" }
    capture_latency    = { metric = "CDCLatencyTarget", hop = "shop" }
    storage            = { metric = "FreeStorageSpace", hop = "source", threshold = 10737418240 }
    duration           = { metric = "Duration", namespace = "AWS/Lambda", dimensions = { FunctionName = "acme-prod-transform" }, statistic = "p95", threshold = 240000, treat_missing_data = "notBreaching" }
    slot = {
      metric              = "OldestReplicationSlotLag"
      hop                 = "source"
      comparison          = "GreaterThanOrEqualToThreshold"
      period              = 120
      evaluation_periods  = 4
      datapoints_to_alarm = 2
      description         = "The capture does not come after."
    }
  }

  failures = {
    crawler_names         = ["acme-prod-trusted", "acme-prod-analytics"]
    replication_task_arns = { shop = "arn:aws:dms:us-east-1:123456789012:task:ABCDEFGHIJKLMNOPQRSTUVWXYZ" }
  }

  subscriptions = { on_call = { protocol = "email", endpoint = "on-call@example.com" } }
  runbook_url   = "https://docs.example.com/acme/runbook"
  tags          = { Service = "lake" }
}
