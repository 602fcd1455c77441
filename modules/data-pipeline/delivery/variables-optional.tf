variable "alarms" {
  description = <<-EOT
    Who hears when records wait for too long (`freshness`) or cannot be written (`failures`), do not fit the table (`conversion`, for Parquet) or have too many keys (`partitions`, with
    `dynamic_partitioning`): `topic_arns` are SNS topics, keyed by a name of the caller's; `runbook_url` ends up in the alarms' descriptions; `without` names alarms that are not wanted.
  EOT
  type = object({
    topic_arns  = optional(map(string), {})
    runbook_url = optional(string)
    without     = optional(set(string), [])
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
  validation {
    condition     = length(setsubtract(var.alarms.without, keys(local.alarms))) == 0
    error_message = "alarms.without names an alarm that there is not. There are: ${join(", ", keys(local.alarms))}."
  }
}

variable "append_newline" {
  description = "Put a newline after each record, for a source that does not (DMS's `json-unformatted` does)."
  type        = bool
  default     = false
  nullable    = false
}

variable "buffering" {
  description = <<-EOT
    When an object is written: after `interval_seconds`, or with `size_mb` of records, whichever comes first (5 unless said otherwise; 64 with `parquet` or `dynamic_partitioning`, which
    take no less). Longer means fewer, bigger objects, and older data.
  EOT
  type = object({
    interval_seconds = optional(number, 60)
    size_mb          = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.buffering.interval_seconds >= 0 && var.buffering.interval_seconds <= 900 && floor(var.buffering.interval_seconds) == var.buffering.interval_seconds
    error_message = "buffering.interval_seconds must be a whole number, 0 to 900."
  }
  validation {
    condition     = var.buffering.size_mb == null || try(var.buffering.size_mb >= 1 && var.buffering.size_mb <= 128 && floor(var.buffering.size_mb) == var.buffering.size_mb, false)
    error_message = "buffering.size_mb must be a whole number, 1 to 128."
  }
  validation {
    condition     = var.buffering.size_mb == null || !local.gathers_megabytes || try(var.buffering.size_mb >= 64, false)
    error_message = "buffering.size_mb must be 64 or more with parquet or dynamic_partitioning."
  }
}

variable "compression_format" {
  description = "How objects are compressed. Parquet, which is compressed by column, has no use for it."
  type        = string
  default     = "GZIP"
  nullable    = false

  validation {
    condition     = contains(["GZIP", "HADOOP_SNAPPY", "Snappy", "UNCOMPRESSED", "ZIP"], var.compression_format)
    error_message = "compression_format must be \"GZIP\", \"HADOOP_SNAPPY\", \"Snappy\", \"UNCOMPRESSED\" or \"ZIP\"."
  }
}

variable "dynamic_partitioning" {
  description = <<-EOT
    Folders by what records say, instead of by when they came: `keys` are JQ expressions (`.metadata.table`) for `!{partitionKeyFromQuery:<key>}` in `destination.prefix`; what fails is tried again for
    `retry_seconds`. Null for none. Firehose cannot take it away again from a delivery that has it.
  EOT
  type = object({
    keys          = map(string)
    retry_seconds = optional(number, 300)
  })
  default = null

  validation {
    condition     = var.dynamic_partitioning == null || try(length(var.dynamic_partitioning.keys) >= 1 && length(var.dynamic_partitioning.keys) <= 50, false)
    error_message = "dynamic_partitioning.keys must be 1 to 50 JQ expressions."
  }
  validation {
    condition     = var.dynamic_partitioning == null || try(alltrue([for key, query in var.dynamic_partitioning.keys : can(regex("^[A-Za-z][A-Za-z0-9_]*$", key)) && startswith(query, ".")]), false)
    error_message = "dynamic_partitioning.keys: a key starts with a letter and has letters, digits and underscores; its JQ expression starts with a dot (.metadata.table)."
  }
  validation {
    condition     = var.dynamic_partitioning == null || try(var.dynamic_partitioning.retry_seconds >= 0 && var.dynamic_partitioning.retry_seconds <= 7200, false)
    error_message = "dynamic_partitioning.retry_seconds is 0 to 7200."
  }
}

variable "file_extension" {
  description = "What the objects' names end with (`.json.gz`); null leaves it to Firehose, which puts `.gz` on gzip and `.parquet` on Parquet."
  type        = string
  default     = null

  validation {
    condition     = var.file_extension == null || can(regex("^\\.[0-9a-z!_.*'()-]{1,127}$", var.file_extension))
    error_message = "file_extension must start with a dot and have lower-case letters, digits, dots and hyphens, for example .json.gz."
  }
}

variable "log_retention_days" {
  description = "Days that the reasons are kept why something was not delivered."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "max_freshness_seconds" {
  description = "How long a record may wait before it is in the bucket, before somebody hears of it."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.max_freshness_seconds > var.buffering.interval_seconds && var.max_freshness_seconds <= 86400
    error_message = "max_freshness_seconds must be more than buffering.interval_seconds (${var.buffering.interval_seconds}), for which records wait anyway, and at most 86400: then they are lost."
  }
}

variable "parquet" {
  description = "Write Parquet with the columns of a table of the Glue catalog instead of the records as they came: JSON objects, whose members are the columns. Null for none."
  type = object({
    database = string
    table    = string
    version  = optional(string, "LATEST")
  })
  default = null

  validation {
    condition     = var.parquet == null || try(alltrue([for name in [var.parquet.database, var.parquet.table] : can(regex("^[a-z0-9_-]{1,255}$", name))]), false)
    error_message = "parquet: database and table are names in the catalog: lower-case letters, digits, hyphens and underscores."
  }
  validation {
    condition     = var.parquet == null || can(regex("^(LATEST|[0-9]+)$", var.parquet.version))
    error_message = "parquet.version must be the number of a version of the table, or LATEST."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy (arn:aws:iam::<account>:policy/<name>), or null."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
