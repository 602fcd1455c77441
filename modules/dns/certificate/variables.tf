variable "domain_name" {
  description = "First name on the certificate; may be a wildcard (*.example.com)."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([*][.])?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", var.domain_name)) && length(var.domain_name) <= 64
    error_message = "domain_name must be a domain in lower case, at most 64 characters, with * only as its first label."
  }
}

variable "zone_id" {
  description = "Public zone that the validation records are written to, unless `zone_ids` names another one."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9]{1,32}$", var.zone_id))
    error_message = "zone_id must be the id of a Route 53 zone (such as Z0123456789ABCDEFGHIJ), not its name."
  }
}

variable "key_algorithm" {
  description = "RSA_2048 for every client there is, EC_prime256v1 or EC_secp384r1 for shorter handshakes."
  type        = string
  default     = "RSA_2048"
  nullable    = false

  validation {
    condition     = contains(["RSA_2048", "EC_prime256v1", "EC_secp384r1"], var.key_algorithm)
    error_message = "key_algorithm must be RSA_2048, EC_prime256v1 or EC_secp384r1."
  }
}

variable "subject_alternative_names" {
  description = "Further names on the certificate; wildcards allowed. A wildcard stands for one label and does not cover the domain itself."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.subject_alternative_names : can(regex("^([*][.])?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", name)) && length(name) <= 253])
    error_message = "subject_alternative_names must be domains in lower case, with * only as the first label."
  }
  validation {
    condition     = !contains(var.subject_alternative_names, var.domain_name)
    error_message = "subject_alternative_names repeats domain_name; leave it out there."
  }
  validation {
    condition     = length(var.subject_alternative_names) <= 99
    error_message = "subject_alternative_names: a certificate holds 100 names at most (10 until AWS raises the quota)."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "wait_for_validation" {
  description = "Whether to wait until the certificate is issued. False only while the parent zone does not delegate to `zone_id` yet."
  type        = bool
  default     = true
  nullable    = false
}

variable "zone_ids" {
  description = "Zones of names that are not in `zone_id`, by name without its wildcard: { \"example.org\" = \"Z...\" }."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for zone_id in var.zone_ids : can(regex("^[A-Za-z0-9]{1,32}$", zone_id))])
    error_message = "zone_ids must be ids of Route 53 zones (such as Z0123456789ABCDEFGHIJ), not their names."
  }
  validation {
    condition = alltrue([
      for name in keys(var.zone_ids) : contains([for n in concat([var.domain_name], tolist(var.subject_alternative_names)) : trimprefix(n, "*.")], name)
    ])
    error_message = "zone_ids is keyed by names of the certificate, without \"*.\": one of its keys is not on the certificate."
  }
}
