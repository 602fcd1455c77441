variable "account_id" {
  description = "AWS account of the registry: the one that builds releases."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the images, in the registry's account and region. Its policy must let the account use it through `ecr`, grants included."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:${var.region}:${var.account_id}:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of ${var.region} in ${var.account_id}: ECR takes no other."
  }
}

variable "name" {
  description = "Prefix of the name of the rule that tells of vulnerabilities, for example `sarc-ng`. The registry itself has no name: there is one in each account and region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.name))
    error_message = "name must start with a letter and have at most 40 lower-case letters, digits and hyphens."
  }
}

variable "region" {
  description = "AWS region of the registry, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "repositories" {
  description = <<-EOT
    The repositories by name. Of all tagged images the last `keep_releases` are kept; those whose tag matches a key of `temporary_tags` (`pr-*`) only for the
    days that it says, untagged ones for `untagged_days`. `force_delete` lets a destroy take the images along.
  EOT
  type = map(object({
    keep_releases  = optional(number, 50)
    temporary_tags = optional(map(number), {})
    untagged_days  = optional(number, 7)
    force_delete   = optional(bool, false)
  }))
  nullable = false

  validation {
    condition     = length(var.repositories) > 0
    error_message = "repositories must not be empty: images have to be somewhere."
  }
  validation {
    condition     = alltrue([for name in keys(var.repositories) : can(regex("^([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*$", name)) && length(name) >= 2 && length(name) <= 256])
    error_message = "repositories: a name has 2 to 256 lower-case letters and digits, with single hyphens, dots, underscores and slashes between them."
  }
  validation {
    condition     = alltrue([for repository in values(var.repositories) : repository.keep_releases >= 10 && floor(repository.keep_releases) == repository.keep_releases])
    error_message = "repositories: keep_releases must be a whole number, 10 or more: a rollback needs the image that ran before, and production may lag behind."
  }
  validation {
    condition     = alltrue(flatten([for repository in values(var.repositories) : [for pattern, days in repository.temporary_tags : can(regex("^[A-Za-z0-9_][A-Za-z0-9_.*-]*$", pattern)) && days >= 1]]))
    error_message = "repositories: temporary_tags maps a pattern with more than a star in it to 1 day or more, for example { \"pr-*\" = 14 }."
  }
  validation {
    condition     = alltrue([for repository in values(var.repositories) : length(repository.temporary_tags) <= 40])
    error_message = "repositories: at most 40 temporary_tags; ECR takes 50 lifecycle rules."
  }
  validation {
    condition     = alltrue([for repository in values(var.repositories) : repository.untagged_days >= 1])
    error_message = "repositories: untagged_days must be 1 or more."
  }
}

variable "access" {
  description = "Who gets at the images besides the principals of this account that IAM allows to: `pull_account_ids` run them, `push_role_arns` build them."
  type = object({
    pull_account_ids = optional(list(string), [])
    push_role_arns   = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in var.access.pull_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "access.pull_account_ids must be ids of accounts, twelve digits each."
  }
  validation {
    condition     = alltrue([for arn in var.access.push_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", arn))])
    error_message = "access.push_role_arns must be ARNs of roles (arn:aws:iam::<account>:role/<name>)."
  }
}

variable "alarms" {
  description = "Who hears of critical vulnerabilities: `topic_arns` are SNS topics, keyed by a name of the caller's, whose policies let `events.amazonaws.com` publish."
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

variable "replication_regions" {
  description = "Regions that every image is copied to, for example `[\"us-west-2\"]`. Call the module there, too: it makes the repositories that the copies go to."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.replication_regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region)) && region != var.region])
    error_message = "replication_regions must be codes of AWS regions other than the registry's own (${var.region})."
  }
  validation {
    condition     = length(distinct(var.replication_regions)) == length(var.replication_regions) && length(var.replication_regions) <= 25
    error_message = "replication_regions: each region once, and at most 25."
  }
}

variable "scanning" {
  description = "How images are scanned: `ENHANCED` (Amazon Inspector: operating system and languages, and again whenever a new vulnerability is known) or `BASIC` (operating system, when pushed, free of charge)."
  type        = string
  default     = "ENHANCED"
  nullable    = false

  validation {
    condition     = contains(["BASIC", "ENHANCED"], var.scanning)
    error_message = "scanning must be \"ENHANCED\" or \"BASIC\"."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
