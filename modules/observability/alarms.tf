locals {
  condition_defaults = {
    comparison          = "GreaterThanThreshold"
    name                = null
    targets             = null
    statistic           = null
    period              = 300
    evaluation_periods  = 2
    datapoints_to_alarm = null
    treat_missing_data  = null
    description         = ""
    namespace           = null
    dimensions          = {}
  }

  extra_conditions = [for condition in [
    { metric = "HTTPCode_Target_5XX_Count", threshold = 10, description = "The application answers with errors." },
    { metric = "UnHealthyHostCount", threshold = 0, description = "The load balancer takes targets out of service." },
    { metric = "TargetResponseTime", threshold = 1, description = "One request in twenty takes longer than a second." },
    { metric = "Errors", threshold = 5, description = "The function fails." },
    { metric = "Throttles", threshold = 0, description = "Calls are turned away: the function runs at its reserved concurrency, or the account at its quota." },
    { metric = "Duration", threshold = 3000, description = "One call in twenty takes longer than three seconds." },
    { metric = "5xx", threshold = 10, description = "The HTTP API answers with errors." },
  ] : merge(local.condition_defaults, condition) if var.extra_alarms_enabled]

  plain_statistics = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"]

  comparisons = {
    GreaterThanThreshold          = "above"
    GreaterThanOrEqualToThreshold = "at or above"
    LessThanThreshold             = "below"
    LessThanOrEqualToThreshold    = "at or below"
  }

  conditions = merge(
    { for condition in local.extra_conditions : condition.metric => condition },
    { for condition in var.alert_conditions : coalesce(condition.name, condition.metric) => condition },
  )

  # condition -> /kind/target -> where the metric is found
  watched = { for name, condition in local.conditions : name => (
    condition.namespace != null ? { "" = { namespace = condition.namespace, dimensions = condition.dimensions } } :
    contains(keys(var.custom_metrics), condition.metric) ? { "" = { namespace = local.metric_namespace, dimensions = {} } } :
    merge([for kind in local.metrics[condition.metric].kinds : {
      for target, dimensions in local.targets[kind] : "/${kind}/${target}" => { namespace = local.namespaces[kind], dimensions = dimensions }
      if condition.targets == null ? true : contains(condition.targets, target)
    }]...)
  ) }

  alarms = merge([for name, places in local.watched : {
    for place, source in places : "${name}${place}" => merge(local.conditions[name], source, {
      statistic = coalesce(local.conditions[name].statistic, try(local.metrics[local.conditions[name].metric].statistic, "Average"))
      missing   = coalesce(local.conditions[name].treat_missing_data, try(local.metrics[local.conditions[name].metric].missing, "missing"))
    })
  }]...)

  alarm_descriptions = { for key, alarm in local.alarms : key => join(" ", concat(
    alarm.description == "" ? [] : [alarm.description],
    ["${alarm.metric} (${alarm.statistic} of ${alarm.period} s) ${local.comparisons[alarm.comparison]} ${alarm.threshold}."],
    [for url in var.runbook_url[*] : "Runbook: ${url}#${lower(alarm.metric)}"],
  )) }

  alarm_names = { for key, alarm in local.alarms : key => "${local.prefix}-${replace(key, "/", "-")}" }
  alarm_arns  = { for key, name in local.alarm_names : key => "arn:${local.partition}:cloudwatch:${var.region}:${var.account_id}:alarm:${name}" }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = local.alarm_names[each.key]
  alarm_description   = local.alarm_descriptions[each.key]
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = contains(local.plain_statistics, each.value.statistic) ? each.value.statistic : null
  extended_statistic  = contains(local.plain_statistics, each.value.statistic) ? null : each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.evaluation_periods
  datapoints_to_alarm = each.value.datapoints_to_alarm
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
  tags                = var.tags
}

resource "aws_cloudwatch_composite_alarm" "any" {
  count = var.composite_alarm_enabled ? 1 : 0

  alarm_name        = "${local.prefix}-any"
  alarm_description = "At least one alarm of ${local.prefix} is red."
  alarm_rule        = join(" OR ", [for name in values(local.alarm_names) : "ALARM(\"${name}\")"])
  tags              = var.tags # no actions: the alarms it sums up have spoken already

  lifecycle {
    precondition {
      condition     = length(local.alarms) > 0
      error_message = "composite_alarm_enabled has nothing to sum up: there is no alarm. Add alert_conditions and alarm_targets, or switch it off."
    }
  }

  depends_on = [aws_cloudwatch_metric_alarm.this]
}
