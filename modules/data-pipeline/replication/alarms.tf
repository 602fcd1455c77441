# A task that stops or fails says so itself; one that falls behind has to be watched.
locals {
  alarms = local.has_instance ? {
    cdc_latency_source = {
      metric      = "CDCLatencySource"
      description = "${var.name} has been reading changes more than ${var.task.latency_alarm_seconds} seconds after they were committed: the source, or the way to it, is slow."
    }
    cdc_latency_target = {
      metric      = "CDCLatencyTarget"
      description = "${var.name} has been writing changes more than ${var.task.latency_alarm_seconds} seconds after they were committed: the stream takes less than the source gives."
    }
  } : {}

  subscribed = {
    replication-instance = ["failover", "failure", "low storage"]
    replication-task     = ["failure", "state change"]
  }
  subscriptions = merge([for topic, arn in var.alarms.topic_arns : {
    for source, categories in local.subscribed : "${source}/${topic}" => { arn = arn, categories = categories, source = source, topic = topic } if local.has_instance
  }]...)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${replace(each.key, "_", "-")}"
  alarm_description   = join(" ", concat([each.value.description], [for url in var.alarms.runbook_url[*] : "Runbook: ${url}#${lower(each.value.metric)}"]))
  namespace           = "AWS/DMS"
  metric_name         = each.value.metric
  dimensions          = { ReplicationInstanceIdentifier = var.name, ReplicationTaskIdentifier = var.name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.task.latency_alarm_seconds
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching" # the task does not run; that is an event, and the source's slot has an alarm
  alarm_actions       = values(var.alarms.topic_arns)
  ok_actions          = values(var.alarms.topic_arns)
  tags                = var.tags
}

resource "aws_dms_event_subscription" "this" {
  for_each = local.subscriptions

  name             = "${var.name}-${each.value.source}-${each.value.topic}"
  event_categories = each.value.categories
  source_type      = each.value.source
  source_ids       = [each.value.source == "replication-task" ? aws_dms_replication_task.this[0].replication_task_id : aws_dms_replication_instance.this[0].replication_instance_id]
  sns_topic_arn    = each.value.arn
  enabled          = true
  tags             = var.tags
}
