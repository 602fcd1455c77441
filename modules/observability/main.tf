resource "aws_sns_topic" "alarms" {
  name              = "${local.prefix}-alarms"
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags

  lifecycle {
    precondition {
      condition     = alltrue([for condition in var.alert_conditions : length(local.watched[coalesce(condition.name, condition.metric)]) > 0])
      error_message = "alert_conditions: nothing in alarm_targets has ${join(", ", [for name, places in local.watched : name if length(places) == 0 && contains([for c in var.alert_conditions : coalesce(c.name, c.metric)], name)])}. Name what is to be watched in alarm_targets, check the condition's targets, or leave the condition out."
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
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
        { # without a condition, which EventBridge could not meet: findings would be dropped without a word
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
      ],
      var.monthly_budget_usd == null ? [] : [{
        Sid       = "Budget"
        Effect    = "Allow"
        Principal = { Service = "budgets.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = local.topic_arn
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.account_id }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:budgets::${var.account_id}:*" }
        }
      }],
      var.cost_anomaly == null ? [] : [{
        Sid       = "CostAnomaly"
        Effect    = "Allow"
        Principal = { Service = "costalerts.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = local.topic_arn
        Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
      }],
    )
  })
}

resource "aws_sns_topic_subscription" "this" {
  for_each = var.subscriptions

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = each.value.protocol
  endpoint  = each.value.endpoint
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = merge([for name, metric in var.custom_metrics : {
    for group in metric.log_groups : "${name}/${group}" => merge(metric, { name = name, log_group_name = var.log_groups[group] })
  }]...)

  name           = "${local.prefix}-${each.value.name}"
  log_group_name = each.value.log_group_name
  pattern        = coalesce(each.value.pattern, "{ $.metric.${each.value.name} = * }")

  metric_transformation {
    name      = each.value.name
    namespace = local.metric_namespace
    value     = coalesce(each.value.value, "$.metric.${each.value.name}")
    unit      = each.value.unit
  }
}
