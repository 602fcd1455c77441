# What could not be delivered (by EventBridge) or processed (by the function), for a person to look at.
resource "aws_sqs_queue" "dead_letters" {
  name                      = local.dead_letter_queue_name
  message_retention_seconds = var.dead_letter_retention_days * 86400
  kms_master_key_id         = var.kms_key_arn
  redrive_allow_policy      = jsonencode({ redrivePermission = "denyAll" }) # no queue's dead letters are mixed with these
  tags                      = var.tags

  kms_data_key_reuse_period_seconds = 300

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "UndeliveredEvents"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["sqs:SendMessage"]
        Resource  = [local.dead_letter_queue_arn]
        Condition = { ArnEquals = { "aws:SourceArn" = values(local.rule_arns) } }
      },
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["sqs:*"]
        Resource  = [local.dead_letter_queue_arn]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${replace(each.key, "_", "-")}"
  alarm_description   = join(" ", concat([each.value.description], [for url in var.alarms.runbook_url[*] : "Runbook: ${url}#${lower(each.value.metric)}"]))
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching" # nothing is reported while nothing goes wrong
  alarm_actions       = values(var.alarms.topic_arns)
  ok_actions          = values(var.alarms.topic_arns)
  tags                = var.tags
}
