variable "account_id" {
  description = "AWS account of the delivery, its stream and, for Parquet, its table."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "destination" {
  description = <<-EOT
    The bucket, and the key that its objects are encrypted with, whose policy must let the account use it through `s3`. `prefix` and `error_prefix` may have expressions: `!{timestamp:yyyy}`,
    in UTC by arrival; `!{partitionKeyFromQuery:<key>}` with `dynamic_partitioning`; in `error_prefix` `!{firehose:error-output-type}`, what went wrong.
  EOT
  type = object({
    bucket_arn   = string
    kms_key_arn  = string
    prefix       = optional(string, "raw/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/")
    error_prefix = optional(string, "errors/firehose/!{firehose:error-output-type}/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/")
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$", var.destination.bucket_arn))
    error_message = "destination.bucket_arn must be the ARN of a bucket (arn:aws:s3:::<name>)."
  }
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.destination.kms_key_arn))
    error_message = "destination.kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), the one that the bucket asks for."
  }
  validation {
    condition     = alltrue([for prefix in [var.destination.prefix, var.destination.error_prefix] : can(regex("^[^/!][^!]*/", prefix)) && endswith(prefix, "/")])
    error_message = "destination: prefix and error_prefix start with a folder of their own (raw/, errors/), which the role may write below, and end with a slash."
  }
  validation {
    condition     = alltrue([for expression in regexall("!\\{([^}]*)\\}", var.destination.prefix) : can(regex("^(timestamp:[A-Za-z'/_-]+|firehose:random-string|partitionKeyFromQuery:[A-Za-z0-9_]+)$", expression[0]))])
    error_message = "destination.prefix: an expression is !{timestamp:<pattern>}, !{firehose:random-string} or !{partitionKeyFromQuery:<key>}."
  }
  validation {
    condition     = strcontains(var.destination.error_prefix, "!{firehose:error-output-type}") && !strcontains(var.destination.error_prefix, "!{partitionKeyFromQuery:")
    error_message = "destination.error_prefix must have !{firehose:error-output-type} in it, and no !{partitionKeyFromQuery:…}: the record may be one whose key was not found."
  }
  validation {
    condition     = try(!startswith(var.destination.error_prefix, regex("^[^!]*/", var.destination.prefix)) && !startswith(var.destination.prefix, regex("^[^!]*/", var.destination.error_prefix)), false)
    error_message = "destination.error_prefix must lie outside of prefix: what reads one would take the other for data."
  }
  validation {
    condition     = toset([for expression in regexall("!\\{partitionKeyFromQuery:([^}]*)\\}", var.destination.prefix) : expression[0]]) == toset(try(keys(var.dynamic_partitioning.keys), []))
    error_message = "destination.prefix must use each key of dynamic_partitioning, as !{partitionKeyFromQuery:<key>}, and no other."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the log group. Its policy must let `logs.<region>.amazonaws.com` use it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the delivery, for example `acme-dev-raw`; its role is `<name>-firehose-<region>`, its log group `/aws/kinesisfirehose/<name>`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]+$", var.name)) && length("${var.name}-firehose-${var.region}") <= 64
    error_message = "name must be letters, digits, hyphens, underscores and dots, and short enough for a role called <name>-firehose-<region> (64 characters)."
  }
}

variable "region" {
  description = "AWS region of the delivery, its stream and its bucket, for example `eu-north-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "source_stream" {
  description = "The Kinesis stream that is read, and the key that its records are encrypted with, whose policy must let the account use it through `kinesis`."
  type = object({
    stream_arn  = string
    kms_key_arn = string
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kinesis:${var.region}:${var.account_id}:stream/[a-zA-Z0-9_.-]+$", var.source_stream.stream_arn))
    error_message = "source_stream.stream_arn must be the ARN of a stream of ${var.account_id} in ${var.region} (arn:aws:kinesis:<region>:<account>:stream/<name>): Firehose reads no other."
  }
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.source_stream.kms_key_arn))
    error_message = "source_stream.kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>)."
  }
}
