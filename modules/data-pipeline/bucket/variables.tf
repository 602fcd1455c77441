variable "account_id" {
  description = "AWS account that the bucket is of. Services may write into it for this account alone, and one role copies it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts every object, in the bucket's region. Its policy must let the account use it through `s3`. A bucket that `receives_access_logs` makes no use of it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:${var.region}:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of ${var.region}: S3 takes no key of another region."
  }
}

variable "name" {
  description = "Name of the bucket in full, for example `acme-dev-lake-123456789012`: no two buckets in the world have the same, so an account's id in it helps."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9]|-[a-z0-9])+$", var.name)) && length(var.name) >= 3 && length(var.name) <= 63
    error_message = "name must be 3 to 63 lower-case letters, digits and single hyphens: with a dot in it, TLS fails."
  }
}

variable "region" {
  description = "AWS region of the bucket, for example `eu-north-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "access_logs" {
  description = "Where S3 puts the log of who read and wrote what: another bucket of the account and region that `receives_access_logs`, and a prefix in it (`<name>/` unless said otherwise). Null for none."
  type = object({
    bucket_name = string
    prefix      = optional(string)
  })
  default = null

  validation {
    condition     = var.access_logs == null || try(var.access_logs.bucket_name != var.name, false)
    error_message = "access_logs.bucket_name must be another bucket: each log that is written would be an access to be logged."
  }
  validation {
    condition     = var.access_logs == null || try(var.access_logs.prefix == null, true) || can(regex("^[^/].*/$", var.access_logs.prefix))
    error_message = "access_logs.prefix must end with a slash and not start with one."
  }
}

variable "alarms" {
  description = "Who hears when an object could not be copied: `topic_arns` are SNS topics, keyed by a name of the caller's; `runbook_url` ends up in the alarm's description."
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
    error_message = "alarms.runbook_url must be an https:// address without spaces and fragments."
  }
}

variable "event_notifications" {
  description = "Tell EventBridge of every object that is written or deleted. What comes of it is up to the rules there."
  type        = bool
  default     = false
  nullable    = false
}

variable "force_destroy" {
  description = "Let a destroy take the objects along, all versions, for good. For environments that are thrown away."
  type        = bool
  default     = false
  nullable    = false
}

variable "inventory" {
  description = <<-EOT
    A list of all objects and their versions, Daily or Weekly, as Parquet, in a bucket of the account and region whose policy lets `s3` write below `prefix`, encrypted with
    `kms_key_arn`, whose policy must let `s3.amazonaws.com` use it. Null for none.
  EOT
  type = object({
    bucket_arn  = string
    kms_key_arn = string
    prefix      = optional(string, "inventory")
    frequency   = optional(string, "Weekly")
  })
  default = null

  validation {
    condition     = var.inventory == null || can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$", var.inventory.bucket_arn))
    error_message = "inventory.bucket_arn must be the ARN of a bucket (arn:aws:s3:::<name>)."
  }
  validation {
    condition     = var.inventory == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.inventory.kms_key_arn))
    error_message = "inventory.kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>)."
  }
  validation {
    condition     = var.inventory == null || try(contains(["Daily", "Weekly"], var.inventory.frequency), false)
    error_message = "inventory.frequency must be \"Daily\" or \"Weekly\"."
  }
  validation {
    condition     = var.inventory == null || can(regex("^[^/].*[^/]$", var.inventory.prefix))
    error_message = "inventory.prefix must neither start nor end with a slash: S3 adds its own."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role that copies objects; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy (arn:aws:iam::<account>:policy/<name>), or null."
  }
}

variable "receives_access_logs" {
  description = "Whether this is the bucket that the `access_logs` of others go to. S3 then may write into it for buckets of the account, and encrypts it with its own keys: it writes logs with no other."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.receives_access_logs || (var.access_logs == null && var.replication == null)
    error_message = "receives_access_logs goes with neither access_logs nor replication: a log of the log is never done, and copies need the caller's key."
  }
}

variable "replication" {
  description = <<-EOT
    Where all that is written from now on is copied to: a bucket of the account in another `region`, and the key that encrypts it there. `deletions` copies deletions as well.
    Null copies nothing.
  EOT
  type = object({
    bucket_arn    = string
    kms_key_arn   = string
    region        = string
    deletions     = optional(bool, false)
    storage_class = optional(string, "STANDARD")
  })
  default = null

  validation {
    condition     = var.replication == null || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.replication.region)) && try(var.replication.region != var.region, false)
    error_message = "replication.region must be the code of an AWS region other than the bucket's own (${var.region})."
  }
  validation {
    condition     = var.replication == null || can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$", var.replication.bucket_arn))
    error_message = "replication.bucket_arn must be the ARN of a bucket (arn:aws:s3:::<name>)."
  }
  validation {
    condition     = var.replication == null || can(regex("^arn:aws[a-z-]*:kms:${var.replication.region}:[0-9]{12}:key/[A-Za-z0-9-]+$", var.replication.kms_key_arn))
    error_message = "replication.kms_key_arn must be the ARN of a key in replication.region (arn:aws:kms:<region>:<account>:key/<id>)."
  }
  validation {
    condition     = var.replication == null || try(contains(concat(["STANDARD"], local.storage_classes), var.replication.storage_class), false)
    error_message = "replication.storage_class must be STANDARD, ${join(", ", local.storage_classes)}."
  }
  validation {
    condition     = var.replication == null || var.versioning_enabled
    error_message = "replication copies versions: leave versioning_enabled true."
  }
  validation {
    condition     = var.replication == null || length(local.replication_role_name) <= 64
    error_message = "replication: with it, name may have 52 characters: the role that copies is called <name>-replication, and a role's name has at most 64."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "versioning_enabled" {
  description = "Whether what is replaced or deleted stays for `cleanup.noncurrent_days`. False is for what can be made again at any time, such as the results of queries."
  type        = bool
  default     = true
  nullable    = false
}
