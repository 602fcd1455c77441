variable "account_id" {
  description = "AWS account whose resources are backed up."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the vault, in its account and region. Its policy must let the account use it through `backup`, grants included."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:${var.region}:${var.account_id}:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of ${var.region} in ${var.account_id}: a vault takes no other."
  }
}

variable "name" {
  description = "Name of the vault, and first part of the names of its plans and roles, for example `sarc-ng`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9])+$", var.name)) && length(var.name) <= 32
    error_message = "name must be 2 to 32 lower-case letters, digits and single hyphens, starting with a letter."
  }
}

variable "region" {
  description = "AWS region of the vault."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "alarms" {
  description = "Who hears of backups, copies and restores that failed: `topic_arns` are SNS topics, keyed by a name of the caller's, whose policies let `events.amazonaws.com` publish."
  type = object({
    topic_arns = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in values(var.alarms.topic_arns) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[^:]+$", arn))])
    error_message = "alarms.topic_arns must be ARNs of SNS topics (arn:aws:sns:<region>:<account>:<name>)."
  }
}

variable "copies_from_account_ids" {
  description = "Other accounts that may copy backups into this vault."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.copies_from_account_ids : can(regex("^[0-9]{12}$", id)) && id != var.account_id])
    error_message = "copies_from_account_ids must be ids of other accounts, twelve digits each."
  }
}

variable "copy_to_vault_arn" {
  description = "A vault in another region (or account) that every backup is copied to; null for none. A call of this module over there makes it."
  type        = string
  default     = null

  validation {
    condition     = var.copy_to_vault_arn == null || can(regex("^arn:aws[a-z-]*:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:[A-Za-z0-9_-]{2,50}$", var.copy_to_vault_arn))
    error_message = "copy_to_vault_arn must be the ARN of a vault (arn:aws:backup:<region>:<account>:backup-vault:<name>), or null."
  }
  validation {
    condition     = !can(regex("^arn:[^:]+:backup:${var.region}:${var.account_id}:", var.copy_to_vault_arn))
    error_message = "copy_to_vault_arn must be a vault of another region or account: what is lost with the one must not be lost with the other."
  }
}

variable "force_destroy" {
  description = "Let a destroy take the backups along, as far as the lock lets it."
  type        = bool
  default     = false
  nullable    = false
}

variable "lock" {
  description = <<-EOT
    What nobody can shorten: a backup stays for `min_days` at least and `max_days` at most. While `final_after_days` is null, whoever may
    `backup:DeleteBackupVaultLockConfiguration` can take the lock off; otherwise nobody can once these days are over, AWS included.
  EOT
  type = object({
    min_days         = optional(number, 7)
    max_days         = optional(number, 365)
    final_after_days = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.lock.min_days >= 1 && var.lock.max_days >= var.lock.min_days && var.lock.max_days <= 36500
    error_message = "lock: min_days is 1 or more, and max_days is not below it and at most 36500."
  }
  validation {
    condition     = var.lock.final_after_days == null || try(var.lock.final_after_days >= 3 && var.lock.final_after_days <= 36500, false)
    error_message = "lock.final_after_days is 3 or more, the time to think better of it, or null."
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

variable "plans" {
  description = <<-EOT
    What is backed up when, by a name of the caller's: resources with all of `tags` (any resource of the account), of `resource_arns` if there are any. `schedule` is a
    cron expression in UTC. Backups stay `retention_days`, copies `copy_retention_days` (as long, if null). `cold_after_days` moves them to cold storage,
    which not every service has. `continuous` allows restoring to any second; copies are snapshots.
  EOT
  type = map(object({
    schedule                = string
    retention_days          = number
    tags                    = optional(map(string), {})
    resource_arns           = optional(set(string), [])
    copy_retention_days     = optional(number)
    cold_after_days         = optional(number)
    continuous              = optional(bool, false)
    start_window_minutes    = optional(number, 60)
    complete_window_minutes = optional(number, 480)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.plans) : can(regex("^[a-z][a-z0-9-]{0,16}$", name))])
    error_message = "plans: a name is 1 to 17 lower-case letters, digits and hyphens, starting with a letter."
  }
  validation {
    condition     = alltrue([for plan in values(var.plans) : can(regex("^cron\\([^()]+\\)$", plan.schedule))])
    error_message = "plans: schedule must be cron(…), for example cron(0 3 * * ? *)."
  }
  validation {
    condition     = alltrue([for plan in values(var.plans) : length(plan.tags) + length(plan.resource_arns) > 0])
    error_message = "plans: name tags or resource_arns; a plan for nothing backs up nothing, and for everything everything."
  }
  validation {
    condition     = alltrue(flatten([for plan in values(var.plans) : [for arn in plan.resource_arns : startswith(arn, "arn:")]]))
    error_message = "plans: resource_arns must be ARNs; a star may stand for a part of the name."
  }
  validation {
    condition     = alltrue([for plan in values(var.plans) : plan.retention_days >= var.lock.min_days && plan.retention_days <= var.lock.max_days])
    error_message = "plans: retention_days must lie within lock.min_days and lock.max_days (${var.lock.min_days} to ${var.lock.max_days}): the vault refuses backups that do not."
  }
  validation {
    condition     = alltrue([for plan in values(var.plans) : !plan.continuous || plan.retention_days <= 35 && plan.cold_after_days == null])
    error_message = "plans: continuous backups stay 35 days at most and are never cold; make a second plan for what is kept longer."
  }
  validation {
    condition     = alltrue([for plan in values(var.plans) : plan.cold_after_days == null || try(plan.retention_days >= plan.cold_after_days + 90, false)])
    error_message = "plans: what goes to cold storage stays there 90 days at least: retention_days must be cold_after_days + 90 or more."
  }
  validation {
    condition     = alltrue([for plan in values(var.plans) : plan.copy_retention_days == null || var.copy_to_vault_arn != null])
    error_message = "plans: copy_retention_days needs copy_to_vault_arn."
  }
  validation {
    condition     = alltrue([for plan in values(var.plans) : plan.start_window_minutes >= 60 && plan.complete_window_minutes >= plan.start_window_minutes + 60])
    error_message = "plans: start_window_minutes is 60 or more, and complete_window_minutes at least 60 more than that."
  }
}

variable "restore_test" {
  description = <<-EOT
    Rehearse: on `schedule` AWS restores the latest backup of the last `window_days` of every resource of `types` (RDS, Aurora, S3, …) in the vault, keeps it for `keep_hours` so that
    it can be looked at, and deletes it. `metadata` overrides how, by type (`{ RDS = { dbSubnetGroupName = "…" } }`). Null for never.
  EOT
  type = object({
    schedule    = string
    types       = set(string)
    window_days = optional(number, 7)
    keep_hours  = optional(number, 4)
    metadata    = optional(map(map(string)), {})
  })
  default = null

  validation {
    condition     = var.restore_test == null || can(regex("^cron\\([^()]+\\)$", var.restore_test.schedule))
    error_message = "restore_test.schedule must be cron(…), for example cron(0 5 ? * SUN *)."
  }
  validation {
    condition     = var.restore_test == null || try(length(var.restore_test.types) > 0 && length(setsubtract(var.restore_test.types, local.restorable)) == 0, false)
    error_message = "restore_test.types must name at least one of ${join(", ", local.restorable)}."
  }
  validation {
    condition     = var.restore_test == null || try(var.restore_test.window_days >= 1 && var.restore_test.window_days <= 365 && var.restore_test.keep_hours >= 1 && var.restore_test.keep_hours <= 168, false)
    error_message = "restore_test: window_days is 1 to 365, keep_hours 1 to 168."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
