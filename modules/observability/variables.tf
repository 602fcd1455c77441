variable "account_id" {
  description = "AWS account of what is watched. Used in ARNs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "environment" {
  description = "Environment of what is watched, for example `dev`; part of every name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}$", var.environment))
    error_message = "environment must be 1 to 20 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the alarm topic. Its policy must let `cloudwatch.amazonaws.com` and `events.amazonaws.com` use it (and `budgets.amazonaws.com` with a budget, `costalerts.amazonaws.com` with `cost_anomaly`)."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the platform, for example `sarc-ng`. Dashboard, topic and alarms are called `<name>-<environment>…`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.name))
    error_message = "name must be 1 to 40 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "region" {
  description = "AWS region of what is watched, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "alarm_targets" {
  description = <<-EOT
    What is watched, each map keyed by a short name of the caller's that ends up in the alarms' names: ECS services, databases (`is_aurora` for a cluster),
    load balancers with the target group behind them, Lambda functions (with the alias that serves) and HTTP APIs.
  EOT
  type = object({
    ecs_services   = optional(map(object({ cluster_name = string, service_name = string })), {})
    databases      = optional(map(object({ identifier = string, is_aurora = optional(bool, false) })), {})
    load_balancers = optional(map(object({ arn_suffix = string, target_group_arn_suffix = string })), {})
    functions      = optional(map(object({ function_name = string, alias = optional(string) })), {})
    http_apis      = optional(map(object({ api_id = string })), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in concat(
      keys(var.alarm_targets.ecs_services), keys(var.alarm_targets.databases), keys(var.alarm_targets.load_balancers),
      keys(var.alarm_targets.functions), keys(var.alarm_targets.http_apis),
    ) : can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", key))])
    error_message = "alarm_targets: a key has 1 to 40 letters, digits, hyphens and underscores."
  }
}

variable "alert_conditions" {
  description = <<-EOT
    When to raise the alarm: a `metric`, a `threshold` and a `comparison`. A known metric (see the README) watches everything in `alarm_targets` that has it,
    one alarm each: CPUUtilization both the ECS services and the databases. The rest has defaults that fit the metric; `name` (default: the metric) tells two
    conditions on one metric apart, `targets` limits a condition to some keys of `alarm_targets`. A metric of `custom_metrics` is watched as it is.
    For any other metric give `namespace` and `dimensions`.
  EOT
  type = list(object({
    metric              = string
    threshold           = number
    comparison          = string
    name                = optional(string)
    targets             = optional(list(string))
    statistic           = optional(string)
    period              = optional(number, 300)
    evaluation_periods  = optional(number, 2)
    datapoints_to_alarm = optional(number)
    treat_missing_data  = optional(string)
    description         = optional(string, "")
    namespace           = optional(string)
    dimensions          = optional(map(string), {})
  }))
  default  = []
  nullable = false

  validation {
    condition = alltrue([for c in var.alert_conditions : contains(
      ["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"], c.comparison
    )])
    error_message = "alert_conditions: comparison must be GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold or LessThanOrEqualToThreshold."
  }
  validation {
    condition     = alltrue([for c in var.alert_conditions : c.namespace != null || contains(concat(keys(local.metrics), keys(var.custom_metrics)), c.metric)])
    error_message = "alert_conditions: a metric must be one of ${join(", ", keys(local.metrics))}, a key of custom_metrics, or come with its namespace."
  }
  validation {
    condition     = length(distinct([for c in var.alert_conditions : coalesce(c.name, c.metric)])) == length(var.alert_conditions)
    error_message = "alert_conditions: two conditions on one metric need a name each, for example name = \"CPUUtilization-critical\"."
  }
  validation {
    condition     = alltrue([for c in var.alert_conditions : c.statistic == null || can(regex("^(Average|Sum|Minimum|Maximum|SampleCount|(p|tm|wm)[0-9]{1,2}(\\.[0-9]{1,2})?|p100)$", c.statistic))])
    error_message = "alert_conditions: statistic must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p95."
  }
  validation {
    condition     = alltrue([for c in var.alert_conditions : contains([10, 20, 30], c.period) || (c.period >= 60 && c.period % 60 == 0)])
    error_message = "alert_conditions: period is 10, 20, 30 or a multiple of 60 seconds."
  }
  validation {
    condition     = alltrue([for c in var.alert_conditions : c.evaluation_periods >= 1 && (c.datapoints_to_alarm == null ? true : c.datapoints_to_alarm >= 1 && c.datapoints_to_alarm <= c.evaluation_periods)])
    error_message = "alert_conditions: evaluation_periods must be 1 or more, and datapoints_to_alarm between 1 and evaluation_periods."
  }
  validation {
    condition     = alltrue([for c in var.alert_conditions : c.treat_missing_data == null ? true : contains(["breaching", "notBreaching", "ignore", "missing"], c.treat_missing_data)])
    error_message = "alert_conditions: treat_missing_data must be breaching, notBreaching, ignore or missing."
  }
}

variable "composite_alarm_enabled" {
  description = "Whether one more alarm sums up all the others: red when any of them is."
  type        = bool
  default     = false
  nullable    = false
}

variable "cost_anomaly" {
  description = <<-EOT
    Tells the topic of costs that are `threshold_usd` or more above what they usually are, as soon as AWS sees it (it looks
    three times a day). An account has room for one monitor of its services, and AWS makes one in new accounts: name it in
    `monitor_arn`, or leave that out to have one made. null means no such alerts.
  EOT
  type = object({
    threshold_usd = number
    monitor_arn   = optional(string)
  })
  default = null

  validation {
    condition     = var.cost_anomaly == null ? true : var.cost_anomaly.threshold_usd > 0
    error_message = "cost_anomaly.threshold_usd must be above 0; leave cost_anomaly out for no alerts."
  }
  validation {
    condition     = try(var.cost_anomaly.monitor_arn, null) == null ? true : can(regex("^arn:aws[a-z-]*:ce::[0-9]{12}:anomalymonitor/[a-z0-9-]+$", var.cost_anomaly.monitor_arn))
    error_message = "cost_anomaly.monitor_arn must be the ARN of a monitor (arn:aws:ce::<account>:anomalymonitor/<id>): `aws ce get-anomaly-monitors` lists them."
  }
}

variable "custom_metrics" {
  description = <<-EOT
    Metrics that the application writes into its JSON logs, keyed by name. `log_groups` are the keys of `var.log_groups` to look in. By default an event counts
    that has the metric among its `metric` fields, and the number there is the value: `{"metric": {"reservation_success_rate": 1}}`; `pattern` and `value` say
    otherwise. `ratio` marks a metric of ones and zeros, shown as a percentage.
  EOT
  type = map(object({
    log_groups = list(string)
    pattern    = optional(string)
    value      = optional(string)
    unit       = optional(string, "None")
    statistic  = optional(string, "Average")
    ratio      = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.custom_metrics) : can(regex("^[A-Za-z][A-Za-z0-9_]{0,99}$", name)) && !contains(keys(local.metrics), name)])
    error_message = "custom_metrics: a name starts with a letter, has at most 100 letters, digits and underscores, and is not that of a metric of AWS."
  }
  validation {
    condition     = alltrue([for metric in values(var.custom_metrics) : length(metric.log_groups) > 0 && alltrue([for key in metric.log_groups : contains(keys(var.log_groups), key)])])
    error_message = "custom_metrics: log_groups must name at least one key of log_groups (${join(", ", keys(var.log_groups))})."
  }
  validation {
    condition     = alltrue([for metric in values(var.custom_metrics) : contains(["None", "Count", "Percent", "Seconds", "Milliseconds", "Microseconds", "Bytes", "Kilobytes", "Megabytes", "Count/Second"], metric.unit)])
    error_message = "custom_metrics: unit must be None, Count, Percent, Seconds, Milliseconds, Microseconds, Bytes, Kilobytes, Megabytes or Count/Second."
  }
}

variable "dashboard_name" {
  description = "Name of the dashboard; null means `<name>-<environment>`. Dashboards are shared by all regions of an account: a second region needs another name."
  type        = string
  default     = null

  validation {
    condition     = var.dashboard_name == null || can(regex("^[A-Za-z0-9_-]{1,255}$", var.dashboard_name))
    error_message = "dashboard_name has 1 to 255 letters, digits, hyphens and underscores."
  }
}

variable "extra_alarms_enabled" {
  description = "Whether to watch, besides `alert_conditions`, what every service needs watched: errors of the application, unhealthy hosts, p95 latency, failing and throttled functions. A condition of the same name replaces its default."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_groups" {
  description = "Names of the log groups of what is watched, keyed by a short name of the caller's. They belong to what writes them; here they are read."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in values(var.log_groups) : can(regex("^[A-Za-z0-9_./#-]{1,512}$", name))])
    error_message = "log_groups must be names of log groups, for example /ecs/sarc-ng/api."
  }
}

variable "metric_namespace" {
  description = "CloudWatch namespace of the custom metrics; null means `<name>/<environment>`."
  type        = string
  default     = null

  validation {
    condition     = var.metric_namespace == null ? true : can(regex("^[A-Za-z0-9_./#-]{1,255}$", var.metric_namespace)) && !startswith(var.metric_namespace, "AWS/")
    error_message = "metric_namespace has 1 to 255 letters, digits and . - _ / #, and does not begin with AWS/."
  }
}

variable "monthly_budget_usd" {
  description = "The account's budget for a month in US dollars; the topic hears at 80 % and 100 % spent and when 100 % is forecast. null means no budget."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget_usd == null ? true : var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd must be above 0, or null for no budget."
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
