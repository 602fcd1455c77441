resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = local.topic_arn
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.account_id }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${var.region}:${var.account_id}:alarm:*" }
        }
      },
      { # without a condition, which EventBridge could not meet: failures would be dropped without a word
        Sid       = "Events"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = local.topic_arn
      },
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = local.topic_arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "this" {
  for_each = var.subscriptions

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = each.value.protocol
  endpoint  = each.value.endpoint
}

# Each says what is wrong, none tells anybody: whoever is called is called once, by the composite.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name = local.alarm_names[each.key]
  alarm_description = join(" ", concat(
    each.value.description == "" ? [] : [each.value.description],
    ["${each.value.metric} (${each.value.statistic} of ${each.value.period} s) ${local.comparisons[each.value.comparison]} ${each.value.threshold}."],
    [for url in var.runbook_url[*] : "Runbook: ${url}#${lower(replace(each.value.metric, ".", ""))}"],
  ))
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = can(regex("^p", each.value.statistic)) ? null : each.value.statistic
  extended_statistic  = can(regex("^p", each.value.statistic)) ? each.value.statistic : null
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.evaluation_periods
  datapoints_to_alarm = each.value.datapoints_to_alarm
  treat_missing_data  = each.value.missing
  tags                = var.tags
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name = "${var.name}-pipeline"
  alarm_description = join(" ", concat(
    ["Something is wrong with ${var.name}: its alarms say what, its dashboard where."],
    [for url in var.runbook_url[*] : "Runbook: ${url}"],
  ))
  alarm_rule    = join(" OR ", [for name in values(local.alarm_names) : "ALARM(\"${name}\")"])
  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]
  tags          = var.tags

  depends_on = [aws_cloudwatch_metric_alarm.this]
}

resource "aws_cloudwatch_event_rule" "failures" {
  for_each = { for key, failure in local.failures : key => failure if failure.wanted }

  name          = "${var.name}-${each.key}-failed"
  description   = each.value.description
  event_pattern = jsonencode(each.value.pattern)
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "failures" {
  for_each = aws_cloudwatch_event_rule.failures

  rule      = each.value.name
  target_id = "alarms"
  arn       = aws_sns_topic.alarms.arn

  retry_policy {
    maximum_retry_attempts       = 20
    maximum_event_age_in_seconds = 3600
  }

  depends_on = [aws_sns_topic_policy.alarms]
}
