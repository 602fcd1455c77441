variable "account_id" {
  description = "AWS account of the workgroup. Used in ARNs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the results. Its policy must let whoever asks use it through `s3`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the workgroup, in full, for example `smartstream-dev`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9._-]{1,128}$", var.name)) && var.name != "primary"
    error_message = "name must be 1 to 128 letters, digits, dots, hyphens and underscores, and not primary: every account has that workgroup already."
  }
}

variable "region" {
  description = "AWS region of the workgroup, for example `eu-north-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "results" {
  description = "Where results are written: `bucket_name`, and a `prefix` in it (`results/`; empty for all of it). How long they stay says the bucket's lifecycle."
  type = object({
    bucket_name = string
    prefix      = optional(string, "")
  })
  nullable = false

  validation {
    condition     = can(regex("^([^/]+/)*$", var.results.prefix))
    error_message = "results.prefix must be empty or end in a slash and not begin with one, for example results/."
  }
}

variable "analysts" {
  description = <<-EOT
    What the policy in the output `analyst_policy` lets read: the tables of `database_names`, and their files below `paths` (`s3://<bucket>/<prefix>/`),
    encrypted with `kms_key_arns`; files through Athena only.
  EOT
  type = object({
    database_names = optional(list(string), [])
    kms_key_arns   = optional(list(string), [])
    paths          = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for path in var.analysts.paths : can(regex("^s3://[^/]+/([^/*?]+/)*$", path))])
    error_message = "analysts.paths are s3://<bucket>/ or s3://<bucket>/<prefix>/, with the slash at the end: without it, trusted would also be trusted-old."
  }
  validation {
    condition     = (length(var.analysts.database_names) == 0) == (length(var.analysts.paths) == 0)
    error_message = "analysts: database_names and paths belong together: Athena reads a table's files with the rights of who asks."
  }
  validation {
    condition     = alltrue([for arn in var.analysts.kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", arn))])
    error_message = "analysts.kms_key_arns must be ARNs of keys (arn:aws:kms:<region>:<account>:key/<id>)."
  }
}

variable "athena_engine" {
  description = "Version of Athena's engine: a fixed one, so that queries change when you say so, or `AUTO`."
  type        = string
  default     = "Athena engine version 3"
  nullable    = false

  validation {
    condition     = var.athena_engine == "AUTO" || can(regex("^Athena engine version [3-9]$", var.athena_engine))
    error_message = "athena_engine must be AUTO or, for example, \"Athena engine version 3\"; version 2 is gone."
  }
}

variable "bytes_scanned_cutoff" {
  description = "Bytes that one query may read before it is stopped. Athena bills them: 10 GiB are about five cents."
  type        = number
  default     = 10737418240
  nullable    = false

  validation {
    condition     = var.bytes_scanned_cutoff >= 10485760 && floor(var.bytes_scanned_cutoff) == var.bytes_scanned_cutoff
    error_message = "bytes_scanned_cutoff must be 10485760 (10 MiB) or more: Athena takes nothing below."
  }
}

variable "force_destroy" {
  description = "Whether the workgroup may be destroyed with the history of its queries."
  type        = bool
  default     = false
  nullable    = false
}

variable "named_queries" {
  description = "SQL that is kept under a name for whoever needs it, keyed by that name: `sql`, and the `database` that it is about."
  type = map(object({
    database    = string
    sql         = string
    description = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.named_queries) : can(regex("^[A-Za-z0-9][A-Za-z0-9 _.-]{0,127}$", name))])
    error_message = "named_queries: a name has 1 to 128 letters, digits, spaces, dots, hyphens and underscores."
  }
  validation {
    condition     = alltrue([for query in values(var.named_queries) : length(trimspace(query.sql)) > 0 && length(query.sql) <= 262144])
    error_message = "named_queries: sql has 1 to 262144 characters."
  }
  validation {
    condition     = alltrue([for query in values(var.named_queries) : !can(regex(";\\s*\\S", replace(query.sql, "/--[^\\n]*/", "")))])
    error_message = "named_queries: Athena runs one statement at a time: give each a name of its own."
  }
}

variable "prepared_statements" {
  description = "SQL with parameters (`?`) that programs call by name (`EXECUTE <name> USING …`), keyed by that name."
  type = map(object({
    sql         = string
    description = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.prepared_statements) : can(regex("^[A-Za-z_][A-Za-z0-9_@:]{0,255}$", name))])
    error_message = "prepared_statements: a name starts with a letter or underscore and has letters, digits and underscores: it is called in SQL."
  }
  validation {
    condition     = alltrue([for statement in values(var.prepared_statements) : length(trimspace(statement.sql)) > 0 && !strcontains(statement.sql, ";")])
    error_message = "prepared_statements: sql is one statement, without a semicolon."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "views" {
  description = "Views, keyed by name: `sql` is what a view selects, `database` where it stands. Each becomes the named query `view_<name>`, which makes or replaces the view when somebody runs it: Athena has no other way than to run it."
  type = map(object({
    database    = string
    sql         = string
    description = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.views) : can(regex("^[a-z][a-z0-9_]{0,120}$", name))])
    error_message = "views: a name starts with a letter and has lower-case letters, digits and underscores: Athena knows no others without quotes."
  }
  validation {
    condition     = alltrue([for view in values(var.views) : can(regex("(?i)^\\s*(--[^\\n]*\\n\\s*)*(select|with)\\s", view.sql)) && !strcontains(replace(view.sql, "/--[^\\n]*/", ""), ";")])
    error_message = "views: sql begins with SELECT or WITH and has no semicolon: the module writes CREATE OR REPLACE VIEW before it."
  }
}
