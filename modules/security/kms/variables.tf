variable "account_id" {
  description = "AWS account of the keys. Used in their policies."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "keys" {
  description = <<-EOT
    The keys, by purpose. `services` names the AWS services that may use the key: for principals of this account that call
    them, or by themselves, as CloudWatch Logs does. `users` are principals that may also use the key directly.
    `spec` is SYMMETRIC_DEFAULT, or ECC_NIST_P256 for signing a DNS zone. `rotation_days` null leaves the 365 of AWS.
  EOT
  type = map(object({
    description          = string
    services             = list(string)
    aliases              = optional(set(string), [])
    deletion_window_days = optional(number, 30)
    multi_region         = optional(bool, false)
    rotation_days        = optional(number)
    spec                 = optional(string, "SYMMETRIC_DEFAULT")
    users                = optional(list(string), [])
  }))
  nullable = false

  validation {
    condition     = alltrue([for purpose in keys(var.keys) : can(regex("^[a-z][a-z0-9-]{0,62}$", purpose))])
    error_message = "The names in keys must be lower-case letters, digits and hyphens: they become aliases (alias/<name>-<purpose>)."
  }
  validation {
    condition     = alltrue(flatten([for key in var.keys : [for service in key.services : contains(local.known_services, service)]]))
    error_message = "keys: an entry of services is not known. Known are: ${join(", ", local.known_services)}."
  }
  validation {
    condition     = alltrue([for key in var.keys : length(key.services) + length(key.users) > 0])
    error_message = "keys: a key without services and users could encrypt nothing. Name who may use it."
  }
  validation {
    condition     = alltrue([for key in var.keys : length(key.description) > 0 && length(key.description) <= 8192])
    error_message = "keys: description must say what the key is for."
  }
  validation {
    condition     = alltrue([for key in var.keys : key.deletion_window_days >= 7 && key.deletion_window_days <= 30])
    error_message = "keys: deletion_window_days must be 7 to 30. Until then a deletion can be taken back, afterwards all data under the key is lost."
  }
  validation {
    condition     = alltrue([for key in var.keys : key.rotation_days == null || try(key.rotation_days >= 90 && key.rotation_days <= 2560, false)])
    error_message = "keys: rotation_days must be 90 to 2560, or null for a year."
  }
  validation {
    condition     = alltrue([for key in var.keys : contains(["SYMMETRIC_DEFAULT", "ECC_NIST_P256"], key.spec)])
    error_message = "keys: spec must be SYMMETRIC_DEFAULT or ECC_NIST_P256."
  }
  validation {
    condition     = alltrue([for key in var.keys : (key.spec == "ECC_NIST_P256") == contains(key.services, "dnssec-route53")])
    error_message = "keys: the service dnssec-route53 needs spec ECC_NIST_P256, and that spec is for it alone."
  }
  validation {
    condition     = var.region == "us-east-1" || alltrue([for key in var.keys : !contains(key.services, "dnssec-route53")])
    error_message = "keys: Route 53 takes its signing keys from us-east-1 only, and this is ${var.region}."
  }
  validation {
    condition     = alltrue([for key in var.keys : key.spec == "SYMMETRIC_DEFAULT" || key.rotation_days == null])
    error_message = "keys: AWS cannot rotate an asymmetric key; leave rotation_days out."
  }
  validation {
    condition     = alltrue(flatten([for key in var.keys : [for user in key.users : can(regex("^arn:[^:]+:iam::[0-9]{12}:(role|user)/.+$", user))]]))
    error_message = "keys: users must be ARNs of IAM roles or users."
  }
  validation {
    condition     = alltrue(flatten([for key in var.keys : [for alias in key.aliases : can(regex("^[a-zA-Z0-9/_-]{1,250}$", alias)) && !startswith(alias, "aws/")]]))
    error_message = "keys: aliases are letters, digits, / _ and -, without the prefix alias/ and not under aws/."
  }
}

variable "name" {
  description = "Prefix of the aliases: alias/<name>-<purpose>."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,61}[a-z0-9]$", var.name)) && var.name != "aws"
    error_message = "name must be 2 to 63 lower-case letters, digits and hyphens, starting with a letter, and not \"aws\"."
  }
}

variable "region" {
  description = "AWS region of the keys, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
