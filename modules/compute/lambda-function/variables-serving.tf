variable "alias" {
  description = "Whether the alias `live` names the newest version, for callers to call. False for a function whose version is called directly, or whose alias somebody else moves."
  type        = bool
  default     = true
  nullable    = false
}

variable "dead_letters" {
  description = <<-EOT
    What becomes of an asynchronous call (by S3, SNS, EventBridge) that fails: it is repeated `maximum_attempts` times within `maximum_age_seconds`,
    and then put, with the reason, into the queue or topic `destination_arn`, whose customer key is `kms_key_arn`. Null: Lambda repeats it
    twice and forgets it.
  EOT
  type = object({
    destination_arn     = string
    kms_key_arn         = optional(string)
    maximum_age_seconds = optional(number, 3600)
    maximum_attempts    = optional(number, 2)
  })
  default = null

  validation {
    condition     = var.dead_letters == null || can(regex("^arn:aws[a-z-]*:(sqs|sns):[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.dead_letters.destination_arn))
    error_message = "dead_letters.destination_arn must be the ARN of a standard queue or topic (arn:aws:sqs:<region>:<account>:<name>): Lambda takes no FIFO ones."
  }
  validation {
    condition     = try(var.dead_letters.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.dead_letters.kms_key_arn)), true)
    error_message = "dead_letters.kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>)."
  }
  validation {
    condition     = try(var.dead_letters.maximum_attempts >= 0 && var.dead_letters.maximum_attempts <= 2, true)
    error_message = "dead_letters.maximum_attempts is 0, 1 or 2."
  }
  validation {
    condition     = try(var.dead_letters.maximum_age_seconds >= 60 && var.dead_letters.maximum_age_seconds <= 21600, true)
    error_message = "dead_letters.maximum_age_seconds is 60 to 21600: a minute to six hours."
  }
  validation {
    condition     = var.dead_letters == null || var.alias
    error_message = "dead_letters are those of calls to the alias: alias = false has none."
  }
}

variable "invokers" {
  description = <<-EOT
    Services and accounts that may call the alias, keyed by statement id. `principal` is a service (`s3.amazonaws.com`), an account or a role;
    a service calls for one resource (`source_arn`, with `*` and `?`) or one account (`source_account`). Roles of this account need none.
  EOT
  type = map(object({
    principal      = string
    source_account = optional(string)
    source_arn     = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.invokers) : can(regex("^[A-Za-z0-9_-]{1,100}$", id))])
    error_message = "invokers: a key becomes the statement's id and may have letters, digits, hyphens and underscores only."
  }
  validation {
    condition     = alltrue([for invoker in values(var.invokers) : can(regex("^([a-z0-9.-]+[.]amazonaws[.]com|[0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/.+|user/.+))$", invoker.principal))])
    error_message = "invokers: principal must be a service (s3.amazonaws.com), the id of an account, or the ARN of a role or user; \"*\" would let everybody in."
  }
  validation {
    condition     = alltrue([for invoker in values(var.invokers) : invoker.source_arn != null || invoker.source_account != null if endswith(invoker.principal, ".amazonaws.com")])
    error_message = "invokers: a service needs source_arn or source_account: it works for all customers of AWS, and would call for any of them."
  }
  validation {
    condition     = alltrue([for invoker in values(var.invokers) : invoker.source_account != null if invoker.principal == "s3.amazonaws.com"])
    error_message = "invokers: s3.amazonaws.com needs source_account: the ARN of a bucket does not say whose it is, and its name can be taken over."
  }
  validation {
    condition     = alltrue([for invoker in values(var.invokers) : invoker.source_account == null || can(regex("^[0-9]{12}$", invoker.source_account))])
    error_message = "invokers: source_account must be twelve digits."
  }
  validation {
    condition     = alltrue([for invoker in values(var.invokers) : invoker.source_arn == null || can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12})?:.+$", invoker.source_arn))])
    error_message = "invokers: source_arn must be the ARN of what the service calls for."
  }
  validation {
    condition     = length(var.invokers) == 0 || var.alias
    error_message = "invokers call the alias: alias = false has none."
  }
}

variable "sandbox" {
  description = "What the function finds around its code: `layer_arns` (versions of layers, the last one on top) and `ephemeral_storage_size` MiB in `/tmp`."
  type = object({
    ephemeral_storage_size = optional(number, 512)
    layer_arns             = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.sandbox.ephemeral_storage_size >= 512 && var.sandbox.ephemeral_storage_size <= 10240 && floor(var.sandbox.ephemeral_storage_size) == var.sandbox.ephemeral_storage_size
    error_message = "sandbox.ephemeral_storage_size is 512 to 10240 MiB."
  }
  validation {
    condition     = length(var.sandbox.layer_arns) <= 5 && alltrue([for arn in var.sandbox.layer_arns : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]+:[0-9]+$", arn))])
    error_message = "sandbox.layer_arns are at most five ARNs of versions of layers (arn:aws:lambda:<region>:<account>:layer:<name>:<version>)."
  }
  validation {
    condition     = var.package.image_uri == null || length(var.sandbox.layer_arns) == 0
    error_message = "sandbox.layer_arns lie over a zip: an image has its layers in itself."
  }
}

variable "system_log_level" {
  description = "Least level of Lambda's own log events. `INFO` writes a START and a REPORT for every call, which is worth it where calls are few."
  type        = string
  default     = "WARN"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN"], var.system_log_level)
    error_message = "system_log_level must be DEBUG, INFO or WARN."
  }
}
