variable "rules" {
  description = <<-EOT
    What the function is called for, keyed by a name of the caller's: events of `event_bus_name` that match `event_pattern` (JSON), or a `schedule_expression`
    (`rate(…)`, `cron(…)` in UTC; on the default bus only). `input` (JSON) is handed over in place of the event.
  EOT
  type = map(object({
    description         = optional(string, "")
    event_pattern       = optional(string)
    schedule_expression = optional(string)
    event_bus_name      = optional(string, "default")
    input               = optional(string)
    enabled             = optional(bool, true)
  }))
  nullable = false

  validation {
    condition     = length(var.rules) > 0
    error_message = "rules must not be empty: without a rule nothing calls the function."
  }
  validation {
    condition     = alltrue([for key in keys(var.rules) : can(regex("^[A-Za-z][A-Za-z0-9_-]{0,19}$", key))])
    error_message = "rules: a key starts with a letter and has at most 20 letters, digits, hyphens and underscores: it ends the rule's name."
  }
  validation {
    condition     = alltrue([for rule in values(var.rules) : (rule.event_pattern == null) != (rule.schedule_expression == null)])
    error_message = "rules: give either event_pattern or schedule_expression."
  }
  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.event_pattern == null ? true : try(length(keys(jsondecode(rule.event_pattern))) > 0, false)])
    error_message = "rules: event_pattern must be a JSON object with at least one field, for example jsonencode({ source = [\"acme.orders\"] })."
  }
  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.schedule_expression == null ? true : can(regex("^(rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)|cron\\(\\S+( \\S+){5}\\))$", rule.schedule_expression))])
    error_message = "rules: schedule_expression must be rate(…) or cron(…) with six fields, for example rate(5 minutes) or cron(0 6 ? * MON-FRI *)."
  }
  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.schedule_expression == null || rule.event_bus_name == "default"])
    error_message = "rules: schedules exist on the default event bus only: leave event_bus_name out."
  }
  validation {
    condition     = alltrue([for rule in values(var.rules) : can(regex("^[A-Za-z0-9._/-]{1,256}$", rule.event_bus_name))])
    error_message = "rules: event_bus_name must be the name of an event bus, not its ARN."
  }
  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.input == null ? true : can(jsondecode(rule.input))])
    error_message = "rules: input must be JSON; write it with jsonencode."
  }
}

variable "alarms" {
  description = "Who hears of dead letters: `topic_arns` are SNS topics, keyed by a name of the caller's; `runbook_url` ends up in the alarms' descriptions. `errors` is whether they hear of each call that fails as well, before it is a dead letter."
  type = object({
    errors      = optional(bool, false)
    topic_arns  = optional(map(string), {})
    runbook_url = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in values(var.alarms.topic_arns) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[^:]+$", arn))])
    error_message = "alarms.topic_arns must be ARNs of SNS topics (arn:aws:sns:<region>:<account>:<name>)."
  }
  validation {
    condition     = var.alarms.runbook_url == null || can(regex("^https://[^# ]+$", var.alarms.runbook_url))
    error_message = "alarms.runbook_url must begin with https:// and have no #: the metric's name is put after it."
  }
}

variable "dead_letter_retention_days" {
  description = "Days that an event is kept that could not be delivered or processed."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.dead_letter_retention_days >= 1 && var.dead_letter_retention_days <= 14
    error_message = "dead_letter_retention_days is 1 to 14: SQS keeps nothing longer."
  }
}

variable "retries" {
  description = <<-EOT
    How often an event is tried again before it is a dead letter: `delivery_attempts` by EventBridge while Lambda does not take it, `function_attempts` by Lambda
    when the function fails; neither when it is older than `maximum_age_seconds`.
  EOT
  type = object({
    delivery_attempts   = optional(number, 20)
    function_attempts   = optional(number, 2)
    maximum_age_seconds = optional(number, 3600)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.retries.delivery_attempts >= 1 && var.retries.delivery_attempts <= 185
    error_message = "retries.delivery_attempts is 1 to 185."
  }
  validation {
    condition     = contains([0, 1, 2], var.retries.function_attempts)
    error_message = "retries.function_attempts is 0, 1 or 2."
  }
  validation {
    condition     = var.retries.maximum_age_seconds >= 60 && var.retries.maximum_age_seconds <= 21600
    error_message = "retries.maximum_age_seconds is 60 to 21600: Lambda keeps an event for six hours at most."
  }
}

variable "sandbox" {
  description = "What the function finds around its code: `layer_arns` (versions of layers, the last one on top) and `ephemeral_storage_size` MiB in `/tmp`. `system_log_level` is the least level of Lambda's own log events: `INFO` writes for every call how long it took, and how long the start."
  type = object({
    ephemeral_storage_size = optional(number, 512)
    layer_arns             = optional(list(string), [])
    system_log_level       = optional(string, "WARN")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.sandbox.ephemeral_storage_size >= 512 && var.sandbox.ephemeral_storage_size <= 10240 && floor(var.sandbox.ephemeral_storage_size) == var.sandbox.ephemeral_storage_size
    error_message = "sandbox.ephemeral_storage_size is 512 to 10240 MiB."
  }
  validation {
    condition     = length(var.sandbox.layer_arns) <= 5 && alltrue([for arn in var.sandbox.layer_arns : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]+:[0-9]+$", arn))])
    error_message = "sandbox.layer_arns are at most five ARNs of versions of layers (arn:aws:lambda:<region>:<account>:layer:<name>:<version>)."
  }
  validation {
    condition     = var.package.image_uri == null || length(var.sandbox.layer_arns) == 0
    error_message = "sandbox.layer_arns lie over a zip: an image has its layers in itself."
  }
  validation {
    condition     = contains(["DEBUG", "INFO", "WARN"], var.sandbox.system_log_level)
    error_message = "sandbox.system_log_level must be DEBUG, INFO or WARN."
  }
}
