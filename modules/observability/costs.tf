# What the account costs: the month against its budget, and each day against what is usual.
resource "aws_budgets_budget" "monthly" {
  count = var.monthly_budget_usd == null ? 0 : 1

  name         = "${local.prefix}-monthly"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_unit   = "USD"
  limit_amount = format("%.2f", var.monthly_budget_usd)
  tags         = var.tags

  dynamic "notification" {
    for_each = {
      spent_80     = { type = "ACTUAL", percent = 80 }
      spent_100    = { type = "ACTUAL", percent = 100 }
      forecast_100 = { type = "FORECASTED", percent = 100 }
    }

    content {
      notification_type         = notification.value.type
      comparison_operator       = "GREATER_THAN"
      threshold                 = notification.value.percent
      threshold_type            = "PERCENTAGE"
      subscriber_sns_topic_arns = [aws_sns_topic.alarms.arn]
    }
  }

  depends_on = [aws_sns_topic_policy.alarms] # a budget tries the topic
}

resource "aws_ce_anomaly_monitor" "services" {
  count = var.cost_anomaly == null ? 0 : var.cost_anomaly.monitor_arn == null ? 1 : 0

  name              = "${local.prefix}-services"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
  tags              = var.tags
}

resource "aws_ce_anomaly_subscription" "this" {
  count = var.cost_anomaly == null ? 0 : 1

  name             = "${local.prefix}-cost-anomalies"
  frequency        = "IMMEDIATE" # the one that a topic can have
  monitor_arn_list = [coalesce(var.cost_anomaly.monitor_arn, one(aws_ce_anomaly_monitor.services[*].arn))]
  tags             = var.tags

  subscriber {
    type    = "SNS"
    address = aws_sns_topic.alarms.arn
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(var.cost_anomaly.threshold_usd)]
    }
  }

  depends_on = [aws_sns_topic_policy.alarms]
}
