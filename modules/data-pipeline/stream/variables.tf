variable "account_id" {
  description = "AWS account that the stream is of."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the records, in the stream's region. Its policy must let the account use it through `kinesis`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:${var.region}:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of ${var.region}: Kinesis takes no key of another region."
  }
}

variable "name" {
  description = "Name of the stream, for example `acme-dev-changes`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,128}$", var.name))
    error_message = "name must be 1 to 128 letters, digits, hyphens, underscores and dots."
  }
}

variable "region" {
  description = "AWS region of the stream, for example `eu-north-1`. What writes to it from DMS has to be there as well."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "alarms" {
  description = <<-EOT
    Who hears when what reads the stream falls behind (`iterator-age`) and when reads or writes are refused (`read-throttled`, `write-throttled`): `topic_arns` are SNS topics, keyed by a name of the
    caller's; `runbook_url` ends up in the alarms' descriptions; `without` names alarms that are not wanted.
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

variable "capacity" {
  description = <<-EOT
    How much goes through: in `mode` PROVISIONED `shard_count` shards (each takes 1 MB or 1,000 records a second, and gives 2 MB), changed by hand, here; ON_DEMAND follows the
    load and has no shard_count.
  EOT
  type = object({
    mode        = optional(string, "PROVISIONED")
    shard_count = optional(number)
  })
  default  = { shard_count = 1 }
  nullable = false

  validation {
    condition     = contains(["PROVISIONED", "ON_DEMAND"], var.capacity.mode)
    error_message = "capacity.mode must be \"PROVISIONED\" or \"ON_DEMAND\"."
  }
  validation {
    condition     = (var.capacity.mode == "ON_DEMAND") == (var.capacity.shard_count == null)
    error_message = "capacity.shard_count belongs to mode = \"PROVISIONED\": there it is needed, and ON_DEMAND has none."
  }
  validation {
    condition     = var.capacity.shard_count == null || try(var.capacity.shard_count >= 1 && floor(var.capacity.shard_count) == var.capacity.shard_count, false)
    error_message = "capacity.shard_count must be a whole number, 1 or more."
  }
}

variable "max_iterator_age_seconds" {
  description = "How far behind may be what reads the stream, before somebody hears of it."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.max_iterator_age_seconds >= 60 && var.max_iterator_age_seconds < var.retention_hours * 3600
    error_message = "max_iterator_age_seconds must be 60 or more, and less than records are kept (retention_hours)."
  }
}

variable "retention_hours" {
  description = "Hours that records are kept: how long a reader may be down and lose nothing, and how far back a replay can start. More than 24 cost extra."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition     = var.retention_hours >= 24 && var.retention_hours <= 8760 && floor(var.retention_hours) == var.retention_hours
    error_message = "retention_hours must be a whole number, 24 to 8760."
  }
}

variable "shard_level_metrics" {
  description = "Metrics that each shard has of its own, to find the one that is hot; the stream's own are always there. They cost by the shard. `[]` for none."
  type        = set(string)
  default     = ["IncomingBytes", "IncomingRecords", "IteratorAgeMilliseconds", "OutgoingBytes", "OutgoingRecords", "ReadProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded"]
  nullable    = false

  validation {
    condition     = length(setsubtract(var.shard_level_metrics, ["IncomingBytes", "IncomingRecords", "IteratorAgeMilliseconds", "OutgoingBytes", "OutgoingRecords", "ReadProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded"])) == 0
    error_message = "shard_level_metrics must be of IncomingBytes, IncomingRecords, IteratorAgeMilliseconds, OutgoingBytes, OutgoingRecords, ReadProvisionedThroughputExceeded and WriteProvisionedThroughputExceeded."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
