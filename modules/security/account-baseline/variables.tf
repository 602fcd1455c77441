variable "account_id" {
  description = "AWS account that gets the settings."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key of the region that encrypts volumes which name none, and what AWS Config records. Its policy must let the account use it through `ec2` and `s3`, grants included."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:${var.region}:${var.account_id}:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of ${var.region} in ${var.account_id}: volumes take no other."
  }
}

variable "name" {
  description = "First part of the names, for example `sarc-ng`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9])+$", var.name)) && length(var.name) <= 26
    error_message = "name must be 2 to 26 lower-case letters, digits and single hyphens, starting with a letter: `config`, account and region follow it in a bucket's name, which has at most 63 characters."
  }
}

variable "region" {
  description = "AWS region that gets the settings. Call the module once in each region that is used."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "access_analyzer" {
  description = "IAM Access Analyzer: `external` tells of what others than the account can reach, free of charge; `unused_days` also of roles and permissions that nobody used for so long, at a price for each role (null for not)."
  type = object({
    external    = optional(bool, true)
    unused_days = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.access_analyzer.unused_days == null || try(var.access_analyzer.unused_days >= 1 && var.access_analyzer.unused_days <= 365, false)
    error_message = "access_analyzer.unused_days is 1 to 365, or null."
  }
}

variable "account_wide" {
  description = "Set what an account has once, too: the password policy and the block on public buckets, and record IAM in AWS Config. True in one region, false in the others."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarms" {
  description = "Who hears of grave findings (high or critical, and of what is open to others): `topic_arns` are SNS topics, keyed by a name of the caller's, whose policies let `events.amazonaws.com` publish."
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

variable "block_public_buckets" {
  description = "Let no bucket of the account be public, whatever its own settings say. Has an effect where `account_wide` is true."
  type        = bool
  default     = true
  nullable    = false
}

variable "config" {
  description = <<-EOT
    AWS Config: records every change of every resource, but `excluded_types`, `CONTINUOUS` or once a day (`DAILY`), and keeps what it recorded for
    `retention_days` in a bucket of its own.
  EOT
  type = object({
    enabled        = optional(bool, true)
    frequency      = optional(string, "CONTINUOUS")
    excluded_types = optional(set(string), [])
    retention_days = optional(number, 365)
    force_destroy  = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["CONTINUOUS", "DAILY"], var.config.frequency)
    error_message = "config.frequency must be \"CONTINUOUS\" or \"DAILY\"."
  }
  validation {
    condition     = alltrue([for type in var.config.excluded_types : can(regex("^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$", type))])
    error_message = "config.excluded_types must be types as CloudFormation calls them, for example AWS::EC2::NetworkInterface."
  }
  validation {
    condition     = var.config.retention_days >= 30 && floor(var.config.retention_days) == var.config.retention_days
    error_message = "config.retention_days must be a whole number, 30 or more."
  }
}

variable "ec2" {
  description = "What EC2 does where nothing is said: encrypt volumes under `kms_key_arn`, let neither snapshots nor images be public, and give instances the metadata service that asks for a token."
  type = object({
    encrypt_volumes        = optional(bool, true)
    block_public_snapshots = optional(bool, true)
    block_public_images    = optional(bool, true)
    require_metadata_token = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "guardduty" {
  description = "GuardDuty: watches calls, DNS and flow logs for intruders, and what `features` name besides. Features that are not named are off."
  type = object({
    enabled  = optional(bool, true)
    features = optional(set(string), ["LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"])
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(var.guardduty.features, local.guardduty_features)) == 0
    error_message = "guardduty.features must be among ${join(", ", local.guardduty_features)}."
  }
}

variable "password_policy" {
  description = "What passwords of IAM users must be like. There should be no such users; this is for those that there are all the same. Has an effect where `account_wide` is true."
  type = object({
    enabled          = optional(bool, true)
    minimum_length   = optional(number, 16)
    max_age_days     = optional(number, 90)
    reuse_prevention = optional(number, 24)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.password_policy.minimum_length >= 14 && var.password_policy.minimum_length <= 128
    error_message = "password_policy.minimum_length is 14 to 128."
  }
  validation {
    condition     = var.password_policy.max_age_days >= 1 && var.password_policy.max_age_days <= 365
    error_message = "password_policy.max_age_days is 1 to 365."
  }
  validation {
    condition     = var.password_policy.reuse_prevention >= 1 && var.password_policy.reuse_prevention <= 24
    error_message = "password_policy.reuse_prevention is 1 to 24."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role that AWS Config records with; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy (arn:aws:iam::<account>:policy/<name>), or null."
  }
}

variable "security_hub" {
  description = "Security Hub: collects findings and judges the account by `standards`. It needs AWS Config, and both cost by the check and the change."
  type = object({
    enabled   = optional(bool, true)
    standards = optional(set(string), ["aws-foundational-security-best-practices/v/1.0.0"])
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.security_hub.enabled || var.config.enabled
    error_message = "security_hub needs config.enabled: it judges by what AWS Config records. Switch both on, or both off."
  }
  validation {
    condition     = alltrue([for standard in var.security_hub.standards : can(regex("^[a-z0-9-]+/v/[0-9.]+$", standard))])
    error_message = "security_hub.standards must be <name>/v/<version>, for example aws-foundational-security-best-practices/v/1.0.0."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
