locals {
  # A widget is [title, stat, metrics...]; CloudWatch places them from left to right, 24 columns a row.
  metric_widgets = concat(
    flatten([for key, b in var.alarm_targets.load_balancers : [
      { title = "${key}: requests", stat = "Sum", metrics = [["AWS/ApplicationELB", "RequestCount", "LoadBalancer", b.arn_suffix]] },
      { title = "${key}: errors (5XX)", stat = "Sum", metrics = [
        ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", b.arn_suffix],
        ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", b.arn_suffix, "TargetGroup", b.target_group_arn_suffix],
      ] },
      { title = "${key}: latency (s)", stat = "p95", metrics = [for stat in ["p50", "p95", "p99"] :
        ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", b.arn_suffix, "TargetGroup", b.target_group_arn_suffix, { stat = stat, label = stat }]
      ] },
      { title = "${key}: hosts", stat = "Maximum", metrics = [for metric in ["HealthyHostCount", "UnHealthyHostCount"] :
        ["AWS/ApplicationELB", metric, "LoadBalancer", b.arn_suffix, "TargetGroup", b.target_group_arn_suffix]
      ] },
    ]]),
    flatten([for key, s in var.alarm_targets.ecs_services : [
      { title = "${key}: CPU and memory (%)", stat = "Average", metrics = [for metric in ["CPUUtilization", "MemoryUtilization"] :
        ["AWS/ECS", metric, "ClusterName", s.cluster_name, "ServiceName", s.service_name]
      ] },
      { title = "${key}: tasks", stat = "Average", metrics = [for metric in ["DesiredTaskCount", "RunningTaskCount"] :
        ["ECS/ContainerInsights", metric, "ClusterName", s.cluster_name, "ServiceName", s.service_name]
      ] },
    ]]),
    flatten([for key, f in var.alarm_targets.functions : [
      { title = "${key}: calls and errors", stat = "Sum", metrics = [for metric in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", metric, "FunctionName", f.function_name]] },
      { title = "${key}: duration (ms)", stat = "p95", metrics = [for stat in ["p50", "p95", "p99"] : ["AWS/Lambda", "Duration", "FunctionName", f.function_name, { stat = stat, label = stat }]] },
    ]]),
    flatten([for key, a in var.alarm_targets.http_apis : [
      { title = "${key}: requests and errors", stat = "Sum", metrics = [for metric in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", a.api_id]] },
      { title = "${key}: latency (ms)", stat = "p95", metrics = [for metric in ["Latency", "IntegrationLatency"] : ["AWS/ApiGateway", metric, "ApiId", a.api_id]] },
    ]]),
    flatten([for key, dimensions in local.targets.database : [for group in [
      { title = "CPU (%)", stat = "Average", names = ["CPUUtilization"] },
      { title = "connections", stat = "Maximum", names = ["DatabaseConnections"] },
      { title = "load (sessions)", stat = "Average", names = ["DBLoad", "DBLoadCPU", "DBLoadNonCPU"] },
      { title = "latency (s)", stat = "Average", names = ["ReadLatency", "WriteLatency", "CommitLatency"] },
      ] : {
      title   = "${key}: ${group.title}"
      stat    = group.stat
      metrics = [for name in group.names : ["AWS/RDS", name, keys(dimensions)[0], values(dimensions)[0]]]
    }]]),
    [for name, metric in var.custom_metrics : {
      title = name
      stat  = metric.statistic
      metrics = concat(
        [[local.metric_namespace, name, { id = "m", visible = !metric.ratio }]],
        metric.ratio ? [[{ expression = "100 * m", label = "${name} (%)" }]] : [],
      )
    }],
  )

  # What the slow-query log says about time and locks.
  slow_query_widgets = [for key, group in var.log_groups : {
    type   = "log"
    width  = 24
    height = 6
    properties = {
      title  = "${key}: slow queries and lock time"
      region = var.region
      view   = "table"
      query  = "SOURCE '${group}' | parse @message /Query_time: (?<query_time>[0-9.]+)\\s+Lock_time: (?<lock_time>[0-9.]+)/ | filter ispresent(query_time) | sort query_time desc | display @timestamp, query_time, lock_time, @message | limit 20"
    }
  } if endswith(group, "/slowquery")]

  dashboard = {
    widgets = concat(
      [{
        type       = "alarm"
        width      = 24
        height     = 4
        properties = { title = "Alarms of ${local.prefix}", alarms = values(local.alarm_arns) }
      }],
      [for widget in local.metric_widgets : {
        type   = "metric"
        width  = 6
        height = 6
        properties = {
          title   = widget.title
          region  = var.region
          stat    = widget.stat
          period  = 300
          view    = "timeSeries"
          metrics = widget.metrics
        }
      }],
      local.slow_query_widgets,
    )
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = coalesce(var.dashboard_name, local.prefix)
  dashboard_body = jsonencode(local.dashboard)
}
