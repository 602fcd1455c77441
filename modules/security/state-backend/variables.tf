variable "account_id" {
  description = "AWS account that the states are of. Part of the bucket's name; no principal of another account gets in."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the states, in the bucket's account and region. Its policy must let the account use it through `s3`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:${var.region}:${var.account_id}:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of ${var.region} in ${var.account_id}: S3 takes no key of another region."
  }
}

variable "name" {
  description = "First part of the bucket's name, for example `sarc-ng-tfstate`: the bucket is `<name>-<account_id>-<region>`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9])+$", var.name)) && length(var.name) >= 3 && length(var.name) <= 33
    error_message = "name must be 3 to 33 lower-case letters, digits and single hyphens, starting with a letter: account and region follow it, and a bucket's name has at most 63 characters."
  }
}

variable "region" {
  description = "AWS region of the bucket, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "access" {
  description = <<-EOT
    The roles that may read states, and those that may write (and read) them. With any named, everybody else of the account is refused, whatever IAM
    allows them: name the role that people break glass with, too. Empty leaves it to IAM.
  EOT
  type = object({
    reader_role_arns = optional(list(string), [])
    writer_role_arns = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in concat(var.access.reader_role_arns, var.access.writer_role_arns) : can(regex("^arn:aws[a-z-]*:iam::${var.account_id}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "access: reader_role_arns and writer_role_arns must be ARNs of roles of ${var.account_id} (arn:aws:iam::<account>:role/<name>)."
  }
  validation {
    condition     = length(var.access.reader_role_arns) == 0 || length(var.access.writer_role_arns) > 0
    error_message = "access.writer_role_arns must name a role when reader_role_arns does: nobody could write a state otherwise."
  }
}

variable "alarms" {
  description = "Who hears when a state could not be copied: `topic_arns` are SNS topics, keyed by a name of the caller's; `runbook_url` ends up in the alarm's description."
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

variable "force_destroy" {
  description = "Let a destroy take the states along, all versions, for good, and let versions be deleted before. For accounts that are thrown away."
  type        = bool
  default     = false
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role that copies states; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy (arn:aws:iam::<account>:policy/<name>), or null."
  }
}

variable "replication" {
  description = <<-EOT
    Where every version of every state is copied to: a bucket of this module's in another `region` of the account, and the key that encrypts it there.
    Null copies nothing.
  EOT
  type = object({
    bucket_arn  = string
    kms_key_arn = string
    region      = string
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
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "versions" {
  description = "How long a state that was replaced can be brought back: all versions for `days`, and the last `keep` of each state for as long as the bucket lives."
  type = object({
    days = optional(number, 90)
    keep = optional(number, 20)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.versions.days >= 7 && floor(var.versions.days) == var.versions.days
    error_message = "versions.days must be a whole number, 7 or more: what is wrong with a state is rarely found on the same day."
  }
  validation {
    condition     = var.versions.keep >= 1 && var.versions.keep <= 100 && floor(var.versions.keep) == var.versions.keep
    error_message = "versions.keep must be a whole number, 1 to 100."
  }
}
