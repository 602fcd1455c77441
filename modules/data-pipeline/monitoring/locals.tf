locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  topic_arn = "arn:${local.partition}:sns:${var.region}:${var.account_id}:${var.name}-alarms"

  # What is worth an alarm at each kind of hop, and when: late is what is late in three minutes out of five; an error and a shortage
  # need no confirmation. No data means that nobody reads the stream (breaching), that nothing happened (notBreaching), or nothing (missing).
  late = { statistic = "Maximum", comparison = "GreaterThanThreshold", period = 60, evaluation_periods = 5, datapoints_to_alarm = 3 }
  metrics = {
    "GetRecords.IteratorAgeMilliseconds" = merge(local.late, {
      kind = "streams", threshold = 300000, missing = "breaching", description = "What reads the stream is behind, or does not read."
    })
    "DeliveryToS3.DataFreshness" = merge(local.late, {
      kind = "deliveries", threshold = 300, missing = "notBreaching", description = "Records wait too long to be delivered."
    })
    CDCLatencyTarget = merge(local.late, {
      kind = "replication_tasks", threshold = 300, missing = "missing", description = "Changes are written late, or not at all."
    })
    CDCLatencySource = merge(local.late, {
      kind = "replication_tasks", threshold = 300, missing = "missing", description = "Changes are read late, or not at all."
    })
    Errors = {
      kind                = "functions", statistic = "Sum", comparison = "GreaterThanThreshold", threshold = 0, period = 300, evaluation_periods = 1
      datapoints_to_alarm = null, missing = "notBreaching", description = "The function fails."
    }
    FreeStorageSpace = {
      kind                = "databases", statistic = "Minimum", comparison = "LessThanThreshold", threshold = 2147483648, period = 300, evaluation_periods = 1
      datapoints_to_alarm = null, missing = "missing", description = "Storage runs out; without any the database stops."
    }
    OldestReplicationSlotLag = {
      kind                = "databases", statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = 1073741824, period = 300, evaluation_periods = 2
      datapoints_to_alarm = null, missing = "missing", description = "A replication slot keeps WAL from being deleted: who reads it is behind or gone."
    }
    WriteProvisionedThroughputExceeded = {
      kind                = "streams", statistic = "Sum", comparison = "GreaterThanThreshold", threshold = 0, period = 300, evaluation_periods = 2
      datapoints_to_alarm = null, missing = "notBreaching", description = "The stream turns records away: it has too few shards."
    }
  }

  namespaces = {
    databases         = "AWS/RDS"
    deliveries        = "AWS/Firehose"
    functions         = "AWS/Lambda"
    replication_tasks = "AWS/DMS"
    streams           = "AWS/Kinesis"
  }

  # Dimensions of every hop, by kind and key. DMS calls a task by the last part of its ARN, not by its name.
  dimensions = {
    databases  = { for key, hop in var.hops.databases : key => { DBInstanceIdentifier = hop.identifier } }
    deliveries = { for key, hop in var.hops.deliveries : key => { DeliveryStreamName = hop.delivery_stream_name } }
    functions  = { for key, hop in var.hops.functions : key => { FunctionName = hop.function_name } }
    replication_tasks = { for key, hop in var.hops.replication_tasks : key => {
      ReplicationInstanceIdentifier = hop.instance_identifier
      ReplicationTaskIdentifier     = element(split(":", hop.task_arn), 6)
    } }
    streams = { for key, hop in var.hops.streams : key => { StreamName = hop.stream_name } }
  }

  # An alarm as it was said, over what is known of its metric, over what any metric has.
  alarms = { for key, said in var.metric_alarms : key => {
    for known in [lookup(local.metrics, said.metric, merge(local.late, { kind = "", threshold = null, missing = "missing", description = "" }))] : "it" => {
      namespace           = said.namespace == null ? try(local.namespaces[known.kind], null) : said.namespace
      metric              = said.metric
      dimensions          = said.hop == null ? said.dimensions : tomap(try(local.dimensions[known.kind][said.hop], {}))
      statistic           = coalesce(said.statistic, known.statistic)
      comparison          = coalesce(said.comparison, known.comparison)
      threshold           = said.threshold == null ? known.threshold : said.threshold
      period              = coalesce(said.period, known.period)
      evaluation_periods  = coalesce(said.evaluation_periods, known.evaluation_periods)
      datapoints_to_alarm = said.evaluation_periods == null && said.datapoints_to_alarm == null ? known.datapoints_to_alarm : said.datapoints_to_alarm
      missing             = coalesce(said.treat_missing_data, known.missing)
      description         = said.description == "" ? known.description : said.description
    }
  }["it"] }

  comparisons = {
    GreaterThanThreshold          = "above"
    GreaterThanOrEqualToThreshold = "at or above"
    LessThanThreshold             = "below"
    LessThanOrEqualToThreshold    = "at or below"
  }

  alarm_names = { for key in keys(var.metric_alarms) : key => "${var.name}-${replace(key, "_", "-")}" }
  alarm_arns  = { for key, name in local.alarm_names : key => "arn:${local.partition}:cloudwatch:${var.region}:${var.account_id}:alarm:${name}" }

  failures = {
    crawlers = {
      wanted      = length(var.failures.crawler_names) > 0
      description = "A crawler of ${var.name} failed"
      pattern = {
        source      = ["aws.glue"]
        detail-type = ["Glue Crawler State Change"]
        detail      = { crawlerName = var.failures.crawler_names, state = ["Failed"] }
      }
    }
    replication = {
      wanted      = length(var.failures.replication_task_arns) > 0
      description = "A replication task of ${var.name} failed"
      pattern = {
        source      = ["aws.dms"]
        detail-type = ["DMS Replication Task State Change"]
        resources   = values(var.failures.replication_task_arns)
        detail      = { eventType = ["REPLICATION_TASK_FAILED"] }
      }
    }
  }
}
