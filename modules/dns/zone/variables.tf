variable "account_id" {
  description = "AWS account of the zone. Used in the policies of the query log and of the key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "domain_name" {
  description = "The domain the zone answers for."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z0-9-]{2,63}$", var.domain_name)) && length(var.domain_name) <= 253
    error_message = "domain_name must be a domain in lower case without a dot at its end, such as \"dev.example.com\"."
  }
}

variable "region" {
  description = "AWS region of the provider. Zones are global; query logs and DNSSEC keys live in us-east-1 only."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "delegations" {
  description = <<-EOT
    Subdomains that other zones answer for, by their name below `domain_name`: the name servers of that zone and, when it is
    signed, its DS record (output `ds_record` of this module there).
  EOT
  type = map(object({
    name_servers = list(string)
    ds_record    = optional(string)
    ttl          = optional(number, 3600)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for label in keys(var.delegations) : can(regex("^[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?)*$", label)) && !endswith(label, var.domain_name)])
    error_message = "delegations are keyed by the name below ${var.domain_name}: \"dev\", not \"dev.${var.domain_name}\"."
  }
  validation {
    condition     = alltrue([for delegation in var.delegations : length(delegation.name_servers) >= 2])
    error_message = "delegations: name_servers must list at least two servers; a Route 53 zone has four."
  }
  validation {
    condition     = alltrue([for delegation in var.delegations : delegation.ttl >= 60 && delegation.ttl <= 172800])
    error_message = "delegations: ttl must be 60 to 172800 seconds (two days)."
  }
  validation {
    condition     = alltrue([for delegation in var.delegations : delegation.ds_record == null || can(regex("^[0-9]+ [0-9]+ [0-9]+ [0-9A-F]+$", delegation.ds_record))])
    error_message = "delegations: ds_record has four parts: key tag, algorithm, digest type, digest in capitals."
  }
}

variable "dnssec" {
  description = <<-EOT
    Signs the zone. `kms_key_arn` is an ECC_NIST_P256 key in us-east-1 whose policy lets `dnssec-route53` sign. The parent zone then
    needs the DS record. Null: not signed.
  EOT
  type        = object({ kms_key_arn = string })
  default     = null

  validation {
    condition     = var.dnssec == null || can(regex("^arn:[^:]+:kms:us-east-1:[0-9]{12}:key/.+$", var.dnssec.kms_key_arn))
    error_message = "dnssec.kms_key_arn must be the ARN of a KMS key in us-east-1: Route 53 takes its signing keys from there."
  }
  validation {
    condition     = var.dnssec == null || length(var.private_vpcs) == 0
    error_message = "dnssec is for public zones: a private zone cannot be signed."
  }
}

variable "force_destroy" {
  description = "Whether destroying the zone also deletes records that others have made in it."
  type        = bool
  default     = false
  nullable    = false
}

variable "private_vpcs" {
  description = "The VPCs that may ask, by a name of your choice; the zone is then private. `region` is the VPC's, null for this one. Empty: a public zone."
  type = map(object({
    vpc_id = string
    region = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for vpc in var.private_vpcs : startswith(vpc.vpc_id, "vpc-")])
    error_message = "private_vpcs: vpc_id must be the id of a VPC (vpc-...)."
  }
}

variable "query_logging" {
  description = <<-EOT
    Logs every query that reaches the public zone, in us-east-1. `kms_key_arn` encrypts the log group and must let CloudWatch Logs
    use it. Null: no query log.
  EOT
  type = object({
    kms_key_arn    = string
    retention_days = optional(number, 90)
  })
  default = null

  validation {
    condition     = var.query_logging == null || var.region == "us-east-1"
    error_message = "query_logging works with a provider in us-east-1 only (this is ${var.region}): Route 53 writes its logs nowhere else."
  }
  validation {
    condition     = var.query_logging == null || length(var.private_vpcs) == 0
    error_message = "query_logging is for public zones: queries to private zones are logged by the Resolver of their VPC."
  }
  validation {
    condition     = var.query_logging == null || can(regex("^arn:[^:]+:kms:us-east-1:[0-9]{12}:key/.+$", var.query_logging.kms_key_arn))
    error_message = "query_logging.kms_key_arn must be the ARN of a KMS key in us-east-1, where the log group is."
  }
  validation {
    condition     = var.query_logging == null || try(contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.query_logging.retention_days), false)
    error_message = "query_logging.retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
