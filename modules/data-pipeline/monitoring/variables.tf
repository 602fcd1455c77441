variable "account_id" {
  description = "AWS account of the pipeline. Used in ARNs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "hops" {
  description = <<-EOT
    What data passes through, each map keyed by a short name of the caller's: databases, replication tasks of DMS, Kinesis streams, Firehose
    streams, functions (with their log group, where the duration of cold starts is looked up) and the Athena workgroups that read it. Each
    has its widgets on the dashboard; `metrics` adds others, keyed by title, such as those that a function writes: statistics by metric.
  EOT
  type = object({
    databases         = optional(map(object({ identifier = string })), {})
    deliveries        = optional(map(object({ delivery_stream_name = string })), {})
    functions         = optional(map(object({ function_name = string, log_group_name = optional(string) })), {})
    metrics           = optional(map(object({ namespace = string, metrics = map(string), dimensions = optional(map(string), {}) })), {})
    replication_tasks = optional(map(object({ instance_identifier = string, task_arn = string })), {})
    streams           = optional(map(object({ stream_name = string })), {})
    workgroups        = optional(map(string), {})
  })
  nullable = false

  validation {
    condition     = alltrue([for task in values(var.hops.replication_tasks) : can(regex("^arn:aws[a-z-]*:dms:[a-z0-9-]+:[0-9]{12}:task:.+$", task.task_arn))])
    error_message = "hops.replication_tasks: task_arn must be the ARN of a replication task (arn:aws:dms:<region>:<account>:task:<id>): CloudWatch knows it by the id in it."
  }
  validation {
    condition     = sum([for kind in [var.hops.databases, var.hops.deliveries, var.hops.functions, var.hops.metrics, var.hops.replication_tasks, var.hops.streams, var.hops.workgroups] : length(kind)]) > 0
    error_message = "hops must not be empty: a pipeline without them has nothing to look at."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the topic. Its policy must let `cloudwatch.amazonaws.com` and `events.amazonaws.com` use it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "metric_alarms" {
  description = <<-EOT
    When to raise the alarm, keyed by a name that ends the alarm's. A known metric (see the README) needs the `hop` that it is about and
    nothing more; each other field overrides what is known. Any other metric needs `namespace`, `dimensions` and `threshold`.
  EOT
  type = map(object({
    metric              = string
    hop                 = optional(string)
    comparison          = optional(string)
    datapoints_to_alarm = optional(number)
    description         = optional(string, "")
    dimensions          = optional(map(string), {})
    evaluation_periods  = optional(number)
    namespace           = optional(string)
    period              = optional(number)
    statistic           = optional(string)
    threshold           = optional(number)
    treat_missing_data  = optional(string)
  }))
  nullable = false

  validation {
    condition     = length(var.metric_alarms) >= 1 && length(var.metric_alarms) <= 100
    error_message = "metric_alarms has 1 to 100 entries: a composite alarm sums up no more, and nothing less."
  }
  validation {
    condition     = alltrue([for key in keys(var.metric_alarms) : can(regex("^[a-z][a-z0-9_-]{0,39}$", key))])
    error_message = "metric_alarms: a key starts with a letter and has at most 40 lower-case letters, digits, hyphens and underscores."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : (alarm.hop != null) != (alarm.namespace != null)])
    error_message = "metric_alarms: give either the hop that a known metric is about, or a namespace with dimensions."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : contains(keys(local.metrics), alarm.metric) if alarm.hop != null])
    error_message = "metric_alarms: known metrics are ${join(", ", keys(local.metrics))}; any other comes with its namespace."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : try(contains(keys(var.hops[local.metrics[alarm.metric].kind]), alarm.hop), true) if alarm.hop != null])
    error_message = "metric_alarms: hop must be a key of the hops that have the metric: streams for GetRecords.IteratorAgeMilliseconds, functions for Errors and so on (see the README)."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : alarm.threshold != null if alarm.namespace != null])
    error_message = "metric_alarms: a metric with a namespace needs a threshold."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : alarm.comparison == null ? true : contains(["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"], alarm.comparison)])
    error_message = "metric_alarms: comparison must be GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold or LessThanOrEqualToThreshold."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : alarm.statistic == null ? true : can(regex("^(Average|Sum|Minimum|Maximum|SampleCount|p[0-9]{1,2}([.][0-9]{1,2})?)$", alarm.statistic))])
    error_message = "metric_alarms: statistic must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p95."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : alarm.period == null ? true : contains([10, 20, 30], alarm.period) || (alarm.period >= 60 && alarm.period % 60 == 0)])
    error_message = "metric_alarms: period is 10, 20, 30 or a multiple of 60 seconds."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : try(alarm.evaluation_periods >= 1, true) && try(alarm.datapoints_to_alarm >= 1 && alarm.datapoints_to_alarm <= alarm.evaluation_periods, alarm.datapoints_to_alarm == null)])
    error_message = "metric_alarms: evaluation_periods must be 1 or more, and datapoints_to_alarm, which needs it beside it, between 1 and evaluation_periods."
  }
  validation {
    condition     = alltrue([for alarm in values(var.metric_alarms) : alarm.treat_missing_data == null ? true : contains(["breaching", "notBreaching", "ignore", "missing"], alarm.treat_missing_data)])
    error_message = "metric_alarms: treat_missing_data must be breaching, notBreaching, ignore or missing."
  }
}

variable "name" {
  description = "Name of the pipeline with its environment, for example `smartstream-dev`. Topic, alarms, rules and dashboard begin with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.name))
    error_message = "name must be 1 to 40 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "region" {
  description = "AWS region of the pipeline, for example `eu-north-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "failures" {
  description = "Whose failures the topic hears of as events: crawlers by name, replication tasks of DMS by ARN, keyed by a name of the caller's."
  type = object({
    crawler_names         = optional(list(string), [])
    replication_task_arns = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in values(var.failures.replication_task_arns) : can(regex("^arn:aws[a-z-]*:dms:[a-z0-9-]+:[0-9]{12}:task:.+$", arn))])
    error_message = "failures.replication_task_arns must be ARNs of replication tasks (arn:aws:dms:<region>:<account>:task:<id>)."
  }
}

variable "runbook_url" {
  description = "Page with the runbooks; each alarm's description links to `<url>#<metric in lower case>`. null means no link."
  type        = string
  default     = null

  validation {
    condition     = var.runbook_url == null || can(regex("^https://[^# ]+$", var.runbook_url))
    error_message = "runbook_url must begin with https:// and have no #: the metric's name is put after it."
  }
}

variable "subscriptions" {
  description = "Who hears of alarms, keyed by a name of the caller's: `protocol` (`email`, `email-json`, `https`, `sms`, `sqs` or `lambda`) and `endpoint`."
  type = map(object({
    protocol = string
    endpoint = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for s in values(var.subscriptions) : contains(["email", "email-json", "https", "sms", "sqs", "lambda"], s.protocol)])
    error_message = "subscriptions: protocol must be email, email-json, https, sms, sqs or lambda (plain http would carry alarms in the clear)."
  }
  validation {
    condition     = alltrue([for s in values(var.subscriptions) : !startswith(s.protocol, "email") || can(regex("^[^@\\s]+@[^@\\s]+$", s.endpoint))])
    error_message = "subscriptions: the endpoint of an email subscription must be an address."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
