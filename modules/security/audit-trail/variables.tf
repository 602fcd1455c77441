variable "account_id" {
  description = "AWS account that is recorded. Part of the bucket's name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the trail's files and its log group, in the trail's region. Its policy must let `cloudtrail.amazonaws.com` and `logs.<region>.amazonaws.com` use it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:${var.region}:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of ${var.region}, where the bucket is."
  }
}

variable "name" {
  description = "Name of the trail, for example `sarc-ng-audit`; the bucket is `<name>-<account_id>-<region>`, the log group `/aws/cloudtrail/<name>`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9])+$", var.name)) && length(var.name) >= 3 && length(var.name) <= 33
    error_message = "name must be 3 to 33 lower-case letters, digits and single hyphens, starting with a letter: account and region follow it in the bucket's name, which has at most 63 characters."
  }
}

variable "region" {
  description = "AWS region that the trail lives in. It records all regions."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "alarms" {
  description = "Who hears of what should not happen: `topic_arns` are SNS topics, keyed by a name of the caller's; `runbook_url` ends up in the alarms' descriptions; `without` names alarms that are not wanted."
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
    error_message = "alarms.runbook_url must be an https:// address without spaces and fragments."
  }
  validation {
    condition     = length(setsubtract(var.alarms.without, keys(local.watched))) == 0
    error_message = "alarms.without names an alarm that there is not. There are: ${join(", ", keys(local.watched))}."
  }
}

variable "bucket" {
  description = <<-EOT
    How long the files stay: `retention_days`, after `archive_days` in cold storage (null for never). `lock_days` keeps everybody from deleting a file for so long;
    in `lock_mode` GOVERNANCE whoever has `s3:BypassGovernanceRetention` still can, in COMPLIANCE nobody, AWS included. `access_log_bucket` gets its access logs.
  EOT
  type = object({
    retention_days    = optional(number, 400)
    archive_days      = optional(number)
    lock_days         = optional(number, 90)
    lock_mode         = optional(string, "GOVERNANCE")
    access_log_bucket = optional(string)
    force_destroy     = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.bucket.retention_days >= 90 && floor(var.bucket.retention_days) == var.bucket.retention_days
    error_message = "bucket.retention_days must be a whole number, 90 or more: an intrusion is found after months."
  }
  validation {
    condition     = var.bucket.archive_days == null || try(var.bucket.archive_days >= 30 && var.bucket.archive_days < var.bucket.retention_days, false)
    error_message = "bucket.archive_days must be 30 or more and below retention_days (${var.bucket.retention_days}), or null."
  }
  validation {
    condition     = var.bucket.lock_days >= 1 && var.bucket.lock_days <= var.bucket.retention_days && floor(var.bucket.lock_days) == var.bucket.lock_days
    error_message = "bucket.lock_days must be a whole number from 1 to retention_days (${var.bucket.retention_days})."
  }
  validation {
    condition     = contains(["GOVERNANCE", "COMPLIANCE"], var.bucket.lock_mode)
    error_message = "bucket.lock_mode must be \"GOVERNANCE\" or \"COMPLIANCE\"."
  }
  validation {
    condition     = !var.bucket.force_destroy || var.bucket.lock_mode == "GOVERNANCE"
    error_message = "bucket.force_destroy cannot destroy what lock_mode = \"COMPLIANCE\" keeps."
  }
}

variable "data_events" {
  description = "What is read and written is recorded for the objects of these buckets (ARNs, the states' for example) and the calls of these Lambda functions. Each event costs."
  type = object({
    bucket_arns   = optional(list(string), [])
    function_arns = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in var.data_events.bucket_arns : can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$", arn))])
    error_message = "data_events.bucket_arns must be ARNs of buckets (arn:aws:s3:::<name>)."
  }
  validation {
    condition     = !contains(var.data_events.bucket_arns, local.bucket_arn)
    error_message = "data_events.bucket_arns must not contain the trail's own bucket: each file that is written would be an event to be written."
  }
  validation {
    condition     = alltrue([for arn in var.data_events.function_arns : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+$", arn))])
    error_message = "data_events.function_arns must be ARNs of functions (arn:aws:lambda:<region>:<account>:function:<name>)."
  }
}

variable "insights" {
  description = "Let CloudTrail learn how many calls and errors are usual and tell what is not. It costs by the event."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that events are kept in CloudWatch Logs, where they are searched and where alarms look. The bucket keeps them longer."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role that delivers to CloudWatch Logs; null for none."
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
