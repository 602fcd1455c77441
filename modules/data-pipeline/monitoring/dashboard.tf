locals {
  # In the order in which data passes; CloudWatch places them from left to right, 24 columns a row.
  hop_widgets = concat(
    [for key, dimensions in local.dimensions.databases : { title = "${key}: storage and WAL (bytes)", kind = "databases", dimensions = dimensions, metrics = {
      FreeStorageSpace = "Minimum", OldestReplicationSlotLag = "Maximum", TransactionLogsDiskUsage = "Maximum",
    } }],
    [for key, dimensions in local.dimensions.replication_tasks : { title = "${key}: latency (s)", kind = "replication_tasks", dimensions = dimensions, metrics = {
      CDCLatencySource = "Maximum", CDCLatencyTarget = "Maximum",
    } }],
    [for key, dimensions in local.dimensions.streams : { title = "${key}: records", kind = "streams", dimensions = dimensions, metrics = {
      IncomingRecords = "Sum", "GetRecords.Records" = "Sum", WriteProvisionedThroughputExceeded = "Sum",
    } }],
    [for key, dimensions in local.dimensions.streams : { title = "${key}: age of what is read (ms)", kind = "streams", dimensions = dimensions, metrics = {
      "GetRecords.IteratorAgeMilliseconds" = "Maximum",
    } }],
    [for key, dimensions in local.dimensions.deliveries : { title = "${key}: delivered", kind = "deliveries", dimensions = dimensions, metrics = {
      "DeliveryToS3.DataFreshness" = "Maximum", "DeliveryToS3.Records" = "Sum",
    } }],
    [for key, dimensions in local.dimensions.functions : { title = "${key}: calls and errors", kind = "functions", dimensions = dimensions, metrics = {
      Errors = "Sum", Invocations = "Sum", Throttles = "Sum",
    } }],
    [for key, dimensions in local.dimensions.functions : { title = "${key}: duration (ms)", kind = "functions", dimensions = dimensions, metrics = {
      Duration = "p95",
    } }],
  )

  # Of a crawler AWS measures nothing; how long a function takes to start stands in its log alone.
  init_widgets = [for key, hop in var.hops.functions : {
    type   = "log"
    width  = 12
    height = 6
    properties = {
      title  = "${key}: cold starts and their duration (ms)"
      region = var.region
      view   = "timeSeries"
      query  = "SOURCE '${hop.log_group_name}' | fields coalesce(@initDuration, record.metrics.initDurationMs) as init | filter ispresent(init) | stats count(*) as cold_starts, pct(init, 50) as p50, max(init) as longest by bin(5m)"
    }
  } if hop.log_group_name != null]

  metric_widgets = concat(
    [for widget in local.hop_widgets : {
      title = widget.title
      metrics = [for name, stat in widget.metrics : concat(
        [local.namespaces[widget.kind], name],
        flatten([for dimension, value in widget.dimensions : [dimension, value]]),
        [{ stat = stat }],
      )]
    }],
    [for workgroup in var.hops.workgroups : {
      title = "${workgroup}: queries"
      metrics = [for name, stat in { ProcessedBytes = "Sum", TotalExecutionTime = "p95" } :
        ["AWS/Athena", name, "WorkGroup", workgroup, { stat = stat }]
      ]
    }],
    [for title, group in var.hops.metrics : {
      title = title
      metrics = [for name, stat in group.metrics : concat(
        [group.namespace, name],
        flatten([for dimension, value in group.dimensions : [dimension, value]]),
        [{ stat = stat }],
      )]
    }],
  )

  dashboard = {
    widgets = concat(
      [{
        type       = "alarm"
        width      = 24
        height     = 3
        properties = { title = "Alarms of ${var.name}", alarms = values(local.alarm_arns) }
      }],
      [for widget in local.metric_widgets : {
        type   = "metric"
        width  = 6
        height = 6
        properties = {
          title   = widget.title
          region  = var.region
          period  = 300
          view    = "timeSeries"
          metrics = widget.metrics
        }
      }],
      local.init_widgets,
    )
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "${var.name}-pipeline"
  dashboard_body = jsonencode(local.dashboard)
}
