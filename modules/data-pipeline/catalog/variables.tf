variable "account_id" {
  description = "AWS account of the catalogue. Used in ARNs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the crawlers' logs, and what jobs with the security configuration write. Its policy must let `logs.<region>.amazonaws.com` use it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the pipeline with its environment, for example `smartstream-dev`: crawlers, role and security configuration begin with it, and the database is called so with underscores."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}$", var.name))
    error_message = "name must be 1 to 39 lower-case letters, digits and hyphens, starting with a letter (the role's name adds the region)."
  }
}

variable "region" {
  description = "AWS region of the catalogue, for example `eu-north-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "crawlers" {
  description = <<-EOT
    What looks for tables and partitions, keyed by a name of the caller's: in the prefixes `paths` (`s3://<bucket>/<prefix>/`), without
    `exclusions` (glob patterns). `table_level` is how deep below the bucket (1) a table's folder is. `schedule` is `cron(…)` in UTC, null
    for by hand. `recrawl` and `schema_changes` are as Glue has them; `table_prefix` begins the tables' names; `configuration` (JSON) takes
    the place of the module's own. A crawler is called `<name>-<key>`, or `name`.
  EOT
  type = map(object({
    paths         = list(string)
    configuration = optional(string)
    description   = optional(string, "")
    exclusions    = optional(list(string), [])
    name          = optional(string)
    recrawl       = optional(string, "CRAWL_EVERYTHING")
    schedule      = optional(string)
    schema_changes = optional(object({
      delete = optional(string, "LOG")
      update = optional(string, "UPDATE_IN_DATABASE")
    }), {})
    table_level  = optional(number)
    table_prefix = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.crawlers) : can(regex("^[a-z][a-z0-9-]{0,39}$", key))])
    error_message = "crawlers: a key starts with a letter and has at most 40 lower-case letters, digits and hyphens: it ends the crawler's name."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : length(crawler.paths) > 0])
    error_message = "crawlers: paths needs at least one prefix."
  }
  validation {
    condition     = alltrue(flatten([for crawler in values(var.crawlers) : [for path in crawler.paths : can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([^/*?]+/)*$", path))]]))
    error_message = "crawlers: a path is s3://<bucket>/ or s3://<bucket>/<prefix>/, with the slash at its end: without it, trusted would also be trusted-old."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : crawler.schedule == null ? true : can(regex("^cron\\(\\S+( \\S+){5}\\)$", crawler.schedule))])
    error_message = "crawlers: schedule must be cron(…) with six fields, in UTC, for example cron(15 * * * ? *)."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : contains(["CRAWL_EVERYTHING", "CRAWL_NEW_FOLDERS_ONLY"], crawler.recrawl)])
    error_message = "crawlers: recrawl must be CRAWL_EVERYTHING or CRAWL_NEW_FOLDERS_ONLY."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : contains(["LOG", "UPDATE_IN_DATABASE"], crawler.schema_changes.update) && contains(["DELETE_FROM_DATABASE", "DEPRECATE_IN_DATABASE", "LOG"], crawler.schema_changes.delete)])
    error_message = "crawlers: schema_changes.update is LOG or UPDATE_IN_DATABASE, schema_changes.delete is LOG, DEPRECATE_IN_DATABASE or DELETE_FROM_DATABASE."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : crawler.recrawl == "CRAWL_EVERYTHING" || (crawler.schema_changes.update == "LOG" && crawler.schema_changes.delete == "LOG")])
    error_message = "crawlers: who looks at new folders only (CRAWL_NEW_FOLDERS_ONLY) sees no whole table: Glue wants schema_changes = { update = \"LOG\", delete = \"LOG\" } with it."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : crawler.table_level == null ? true : crawler.table_level >= 1 && floor(crawler.table_level) == crawler.table_level])
    error_message = "crawlers: table_level is 1 (the bucket), 2 (a prefix in it) or more."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : crawler.configuration == null ? true : can(jsondecode(crawler.configuration).Version)])
    error_message = "crawlers: configuration must be a JSON object with a Version, for example jsonencode({ Version = 1.0, CrawlerOutput = { … } })."
  }
  validation {
    condition     = alltrue([for crawler in values(var.crawlers) : crawler.configuration == null || crawler.table_level == null])
    error_message = "crawlers: table_level is a part of configuration: give one of them."
  }
}

variable "data_kms_key_arns" {
  description = "Customer keys that what the crawlers read is encrypted with, where it is not `kms_key_arn`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.data_kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", arn))])
    error_message = "data_kms_key_arns must be ARNs of keys (arn:aws:kms:<region>:<account>:key/<id>)."
  }
}

variable "glue_database" {
  description = "The database: its `name` (null: that of the pipeline, with underscores), a `description`, and where tables without a place of their own lie (`location`)."
  type = object({
    description = optional(string, "")
    location    = optional(string)
    name        = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.glue_database.name == null || can(regex("^[a-z][a-z0-9_]{0,127}$", var.glue_database.name))
    error_message = "glue_database.name must start with a letter and have at most 128 lower-case letters, digits and underscores: Athena knows no others without quotes."
  }
  validation {
    condition     = var.glue_database.location == null || can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([^/*?]+/)*$", var.glue_database.location))
    error_message = "glue_database.location is s3://<bucket>/ or s3://<bucket>/<prefix>/, with the slash at its end."
  }
}

variable "log_retention_days" {
  description = "Days that the crawlers' events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role of the crawlers; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy (arn:aws:iam::<account>:policy/<name>), or null."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
