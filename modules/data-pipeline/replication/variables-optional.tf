variable "alarms" {
  description = "Who hears of changes that come late, and of a task or instance that fails: `topic_arns` are SNS topics, keyed by a name of the caller's, whose policies let `dms.amazonaws.com` publish; alarms link to the runbook's sections by metric."
  type = object({
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
    error_message = "alarms.runbook_url must be an https:// address without a fragment; the metric is appended as one."
  }
}

variable "create_service_roles" {
  description = "Whether the roles `dms-vpc-role` and `dms-cloudwatch-logs-role` are made here. DMS needs them once for each account; true in one place only."
  type        = bool
  default     = false
  nullable    = false
}

variable "enabled" {
  description = "Whether there is anything that runs. False takes away instance and task, or the serverless replication, and what watches them, and leaves what costs nothing. Stop the task before, and look after its slot."
  type        = bool
  default     = true
  nullable    = false
}

variable "excluded_tables" {
  description = "What is left out of `tables`, by a name of your choice, with the same wildcards."
  type = map(object({
    schema = string
    table  = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key, table in var.excluded_tables : can(regex("^[a-z0-9]+([_-][a-z0-9]+)*$", key)) && key != "awsdms" && length(table.schema) > 0 && length(table.table) > 0])
    error_message = "excluded_tables is keyed by lower-case letters, digits, hyphens and underscores (awsdms is taken), and names schema and table."
  }
}

variable "instance" {
  description = <<-EOT
    The replication instance. It cannot be stopped, only taken away (`enabled`), and is billed by the hour. `engine_version` null is
    DMS's own choice; `multi_az` a standby that takes over. `maintenance_window` is UTC, and a serverless replication's too.
  EOT
  type = object({
    allocated_storage           = optional(number, 50)
    allow_major_version_upgrade = optional(bool, false)
    apply_immediately           = optional(bool, false)
    auto_minor_version_upgrade  = optional(bool, true)
    engine_version              = optional(string)
    instance_class              = optional(string, "dms.t3.small")
    maintenance_window          = optional(string, "Sun:04:00-Sun:05:00")
    multi_az                    = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.instance.allocated_storage >= 5 && var.instance.allocated_storage <= 6144
    error_message = "instance.allocated_storage must be 5 to 6144 GiB."
  }
  validation {
    condition     = can(regex("^dms[.][a-z0-9]+[.][a-z0-9]+$", var.instance.instance_class))
    error_message = "instance.instance_class must be a class of DMS, such as \"dms.t3.small\" or \"dms.r6i.large\"."
  }
  validation {
    condition     = var.instance.engine_version == null || can(regex("^[0-9]+[.][0-9]+[.][0-9]+$", var.instance.engine_version))
    error_message = "instance.engine_version must be a version of DMS, such as \"3.5.4\", or null."
  }
  validation {
    condition     = can(regex("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", lower(var.instance.maintenance_window)))
    error_message = "instance.maintenance_window must be ddd:hh:mm-ddd:hh:mm in UTC, such as \"Sun:04:00-Sun:05:00\"."
  }
}

variable "log_kms_key_arn" {
  description = "KMS key that encrypts the log group, for callers who keep logs under a key of their own. Its policy must let `logs.<region>.amazonaws.com` use it. Null: `kms_key_arn`, whose policy must."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.log_kms_key_arn))
    error_message = "log_kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), or null."
  }
}

variable "log_retention_days" {
  description = "Days that the log of the task is kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy (arn:aws:iam::<account>:policy/<name>), or null."
  }
}

variable "serverless" {
  description = "DMS Serverless instead of an instance and a task: capacity between `min_capacity_units` and `max_capacity_units`, of 2 GiB memory each, billed while it runs. Null: an instance."
  type = object({
    max_capacity_units = number
    min_capacity_units = optional(number)
    multi_az           = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.serverless == null || try(contains([1, 2, 4, 8, 16, 32, 64, 128, 192, 256, 384], var.serverless.max_capacity_units), false)
    error_message = "serverless.max_capacity_units must be 1, 2, 4, 8, 16, 32, 64, 128, 192, 256 or 384."
  }
  validation {
    condition     = try(var.serverless.min_capacity_units, null) == null || try(contains([1, 2, 4, 8, 16, 32, 64, 128, 192, 256, 384], var.serverless.min_capacity_units) && var.serverless.min_capacity_units <= max(var.serverless.max_capacity_units, 1), false)
    error_message = "serverless.min_capacity_units must be one of the sizes of max_capacity_units, and no more than that."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "task" {
  description = <<-EOT
    How it replicates.

    - `migration_type`: full-load-and-cdc copies what is there and then follows the changes; cdc and full-load do one of it.
    - `latency_alarm_seconds`: from how late on changes are told of.
    - `lob_kilobytes`: longer values are cut off there, and told in the log.
    - `full_load_tables`: how many tables are copied at a time.
    - `on_data_error`: a row that cannot be replicated is left out (LOG_ERROR), or stops its table (SUSPEND_TABLE) or all (STOP_TASK).
    - `log_severity`: LOGGER_SEVERITY_DEFAULT, or ERROR, WARNING, INFO, DEBUG, DETAILED_DEBUG in the same form.
  EOT
  type = object({
    full_load_tables      = optional(number, 8)
    latency_alarm_seconds = optional(number, 300)
    lob_kilobytes         = optional(number, 32)
    log_severity          = optional(string, "LOGGER_SEVERITY_DEFAULT")
    migration_type        = optional(string, "full-load-and-cdc")
    on_data_error         = optional(string, "SUSPEND_TABLE")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["cdc", "full-load", "full-load-and-cdc"], var.task.migration_type)
    error_message = "task.migration_type must be full-load-and-cdc, cdc or full-load."
  }
  validation {
    condition     = contains(["LOG_ERROR", "STOP_TASK", "SUSPEND_TABLE"], var.task.on_data_error)
    error_message = "task.on_data_error must be SUSPEND_TABLE, STOP_TASK or LOG_ERROR."
  }
  validation {
    condition     = contains([for severity in ["DEFAULT", "ERROR", "WARNING", "INFO", "DEBUG", "DETAILED_DEBUG"] : "LOGGER_SEVERITY_${severity}"], var.task.log_severity)
    error_message = "task.log_severity must be LOGGER_SEVERITY_DEFAULT, or _ERROR, _WARNING, _INFO, _DEBUG or _DETAILED_DEBUG."
  }
  validation {
    condition     = var.task.full_load_tables >= 1 && var.task.full_load_tables <= 49 && var.task.lob_kilobytes >= 1 && var.task.lob_kilobytes <= 102400 && var.task.latency_alarm_seconds >= 1
    error_message = "task: full_load_tables must be 1 to 49, lob_kilobytes 1 to 102400, and latency_alarm_seconds at least 1."
  }
}
