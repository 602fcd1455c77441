variable "account_id" {
  description = "AWS account that the function runs in. Used in ARNs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the environment and the log group. Its policy must let `logs.<region>.amazonaws.com` use it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the function, in full, for example `acme-rotation`. The function's log group is `/aws/lambda/<name>`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_-]{0,40}$", var.name))
    error_message = "name must start with a letter and have at most 41 letters, digits, hyphens and underscores (the role's name adds the region)."
  }
}

variable "network" {
  description = "The VPC the function reaches into: `subnet_ids` (private ones, keyed by availability zone) and `security_group_id`."
  type = object({
    subnet_ids        = map(string)
    security_group_id = string
  })
  nullable = false

  validation {
    condition     = length(var.network.subnet_ids) >= 1
    error_message = "network.subnet_ids needs at least one subnet, better one in each of two availability zones."
  }
}

variable "package" {
  description = <<-EOT
    The code: a zip file at `path`, or an object in S3 (`s3_bucket`, `s3_key`, `s3_object_version`), and the base64-encoded `sha256` of the zip
    (`openssl dgst -sha256 -binary x.zip | base64`; Terraform's `filebase64sha256`). A new version is published when `sha256` changes.
  EOT
  type = object({
    sha256            = string
    path              = optional(string)
    s3_bucket         = optional(string)
    s3_key            = optional(string)
    s3_object_version = optional(string)
  })
  nullable = false

  validation {
    condition     = (var.package.path != null) != (var.package.s3_bucket != null)
    error_message = "package: give either path or s3_bucket with s3_key."
  }
  validation {
    condition     = (var.package.s3_bucket != null) == (var.package.s3_key != null)
    error_message = "package: s3_bucket and s3_key belong together."
  }
  validation {
    condition     = can(regex("^[A-Za-z0-9+/]{43}=$", var.package.sha256))
    error_message = "package.sha256 must be the base64-encoded SHA-256 of the zip (44 characters, ending in \"=\"), not the hexadecimal one."
  }
}

variable "region" {
  description = "AWS region of the function, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "secrets" {
  description = <<-EOT
    The secrets that are rotated, by a name of your choice: `arn`, the key that they are encrypted with, and every how many `days`. The
    first rotation is at once: the user has to be in the database by then.
  EOT
  type = map(object({
    arn         = string
    kms_key_arn = string
    days        = optional(number, 30)
  }))
  nullable = false

  validation {
    condition     = length(var.secrets) > 0 && alltrue([for key in keys(var.secrets) : can(regex("^[a-z0-9]+([_-][a-z0-9]+)*$", key))])
    error_message = "secrets needs at least one entry, keyed by lower-case letters, digits, hyphens and underscores."
  }
  validation {
    condition     = alltrue([for secret in var.secrets : can(regex("^arn:aws[a-z-]*:secretsmanager:${var.region}:${var.account_id}:secret:[^:]+$", secret.arn))])
    error_message = "secrets: arn must be the ARN of a secret of ${var.region} in ${var.account_id} (arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>)."
  }
  validation {
    condition     = alltrue([for secret in var.secrets : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", secret.kms_key_arn))])
    error_message = "secrets: kms_key_arn must be the ARN of the key that encrypts the secret (arn:aws:kms:<region>:<account>:key/<id>)."
  }
  validation {
    condition     = alltrue([for secret in var.secrets : secret.days >= 1 && secret.days <= 365 && floor(secret.days) == secret.days])
    error_message = "secrets: days must be 1 to 365."
  }
}

variable "architecture" {
  description = "Processor: `arm64` (cheaper) or `x86_64`, as the package's compiled parts need it."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be \"arm64\" or \"x86_64\"."
  }
}

variable "environment_variables" {
  description = "Plain settings of the function: where the database is, the ARN of its secret, how much to log. Encrypted with the key; never the secrets themselves."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.environment_variables) : can(regex("^[A-Za-z][A-Za-z0-9_]*$", key)) && !startswith(key, "AWS_")])
    error_message = "environment_variables: a name starts with a letter, has letters, digits and underscores, and does not begin with AWS_ (Lambda's own)."
  }
  validation {
    condition     = alltrue([for key in keys(var.environment_variables) : !can(regex("(?i)(password|passwd|secret|token|api_?key|private_?key)$", key))])
    error_message = "environment_variables end up in Terraform's state: hand over the ARN of a secret (DB_SECRET_ARN), allow it in secret_arns, and read it in the function."
  }
}

variable "handler" {
  description = "Entry point in the package, as `module.function`."
  type        = string
  default     = "app.handler"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z_][A-Za-z0-9_./]*\\.[A-Za-z_][A-Za-z0-9_]*$", var.handler))
    error_message = "handler must be written module.function, for example app.handler."
  }
}

variable "log_retention_days" {
  description = "Days that the function's events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "policy_statements" {
  description = "What the function may do besides logging, tracing and reading its secrets, keyed by statement id: IAM statements; `conditions` as IAM writes them (operator, key, values)."
  type = map(object({
    actions    = list(string)
    resources  = list(string)
    conditions = optional(map(map(list(string))), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for sid in keys(var.policy_statements) : can(regex("^[A-Za-z0-9]+$", sid))])
    error_message = "policy_statements: a key becomes the statement's id and may have letters and digits only."
  }
  validation {
    condition     = alltrue([for s in values(var.policy_statements) : length(s.actions) > 0 && length(s.resources) > 0])
    error_message = "policy_statements: each statement needs at least one action and one resource."
  }
  validation {
    condition     = alltrue(flatten([for s in values(var.policy_statements) : [for a in s.actions : can(regex("^[a-z0-9-]+:[A-Za-z]", a))]]))
    error_message = "policy_statements: name the actions (s3:GetObject, s3:Get*); \"*\" and \"s3:*\" grant more than any function needs."
  }
}

variable "runtime" {
  description = "Lambda runtime. AWS supports `python3.11` until 30 June 2027."
  type        = string
  default     = "python3.13"
  nullable    = false

  validation {
    condition     = contains(["python3.11", "python3.12", "python3.13"], var.runtime)
    error_message = "runtime must be \"python3.11\", \"python3.12\" or \"python3.13\"."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
