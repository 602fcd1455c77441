locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  prefix           = "${var.name}-${var.environment}"
  topic_arn        = "arn:${local.partition}:sns:${var.region}:${var.account_id}:${local.prefix}-alarms"
  metric_namespace = coalesce(var.metric_namespace, "${var.name}/${var.environment}")

  # The metrics this module knows: which kinds of target have them, how they are summed up, and what no data means.
  metrics = {
    CPUUtilization             = { kinds = ["ecs_service", "database"], statistic = "Average", missing = "missing" }
    MemoryUtilization          = { kinds = ["ecs_service"], statistic = "Average", missing = "missing" }
    DatabaseConnections        = { kinds = ["database"], statistic = "Average", missing = "missing" }
    FreeableMemory             = { kinds = ["database"], statistic = "Minimum", missing = "missing" }
    FreeStorageSpace           = { kinds = ["database"], statistic = "Minimum", missing = "missing" }
    HTTPCode_ELB_5XX_Count     = { kinds = ["load_balancer"], statistic = "Sum", missing = "notBreaching" }
    RejectedConnectionCount    = { kinds = ["load_balancer"], statistic = "Sum", missing = "notBreaching" }
    HTTPCode_Target_5XX_Count  = { kinds = ["target_group"], statistic = "Sum", missing = "notBreaching" }
    TargetConnectionErrorCount = { kinds = ["target_group"], statistic = "Sum", missing = "notBreaching" }
    TargetResponseTime         = { kinds = ["target_group"], statistic = "p95", missing = "notBreaching" }
    UnHealthyHostCount         = { kinds = ["target_group"], statistic = "Maximum", missing = "notBreaching" }
    Errors                     = { kinds = ["function"], statistic = "Sum", missing = "notBreaching" }
    Throttles                  = { kinds = ["function"], statistic = "Sum", missing = "notBreaching" }
    Duration                   = { kinds = ["function"], statistic = "p95", missing = "notBreaching" }
    "4xx"                      = { kinds = ["http_api"], statistic = "Sum", missing = "notBreaching" }
    "5xx"                      = { kinds = ["http_api"], statistic = "Sum", missing = "notBreaching" }
    Latency                    = { kinds = ["http_api"], statistic = "p95", missing = "notBreaching" }
  }

  namespaces = {
    ecs_service   = "AWS/ECS"
    database      = "AWS/RDS"
    load_balancer = "AWS/ApplicationELB"
    target_group  = "AWS/ApplicationELB"
    function      = "AWS/Lambda"
    http_api      = "AWS/ApiGateway"
  }

  # Dimensions of every target, by kind and key.
  targets = {
    ecs_service = { for key, s in var.alarm_targets.ecs_services : key => { ClusterName = s.cluster_name, ServiceName = s.service_name } }
    database    = { for key, d in var.alarm_targets.databases : key => { (d.is_aurora ? "DBClusterIdentifier" : "DBInstanceIdentifier") = d.identifier } }

    load_balancer = { for key, b in var.alarm_targets.load_balancers : key => { LoadBalancer = b.arn_suffix } }
    target_group  = { for key, b in var.alarm_targets.load_balancers : key => { LoadBalancer = b.arn_suffix, TargetGroup = b.target_group_arn_suffix } }

    function = { for key, f in var.alarm_targets.functions : key => merge(
      { FunctionName = f.function_name },
      { for alias in f.alias[*] : "Resource" => "${f.function_name}:${alias}" },
    ) }
    http_api = { for key, a in var.alarm_targets.http_apis : key => { ApiId = a.api_id } }
  }
}
