resource "aws_kinesis_stream" "this" {
  name                = var.name
  shard_count         = var.capacity.shard_count
  retention_period    = var.retention_hours
  shard_level_metrics = var.shard_level_metrics
  encryption_type     = "KMS"
  kms_key_id          = var.kms_key_arn
  tags                = var.tags

  stream_mode_details {
    stream_mode = var.capacity.mode
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if !contains(var.alarms.without, name) }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = join(" ", concat([each.value.description], [for url in var.alarms.runbook_url[*] : "Runbook: ${url}#${lower(replace(each.value.metric, ".", ""))}"]))
  namespace           = "AWS/Kinesis"
  metric_name         = each.value.metric
  dimensions          = { StreamName = var.name }
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.value.minutes
  datapoints_to_alarm = each.value.minutes
  treat_missing_data  = each.value.missing
  alarm_actions       = values(var.alarms.topic_arns)
  ok_actions          = values(var.alarms.topic_arns)
  tags                = var.tags
}
