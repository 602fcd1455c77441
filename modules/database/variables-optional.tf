variable "copy_tags_to_snapshot" {
  description = "Whether snapshots carry the tags of the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the database. Turn it off, apply, and only then destroy."
  type        = bool
  default     = true
  nullable    = false
}

variable "engine" {
  description = "Engine: mysql or postgres, or aurora-mysql with `is_aurora`. Null: MySQL."
  type        = string
  default     = null

  validation {
    condition     = var.engine == null || try(contains(var.is_aurora ? ["aurora-mysql"] : ["mysql", "postgres"], var.engine), false)
    error_message = "engine must fit is_aurora: ${var.is_aurora ? "aurora-mysql" : "mysql or postgres"} when that is ${var.is_aurora}."
  }
}

variable "engine_version" {
  description = "Version of the engine. Null: MySQL 8.4, PostgreSQL 16, or the long-term-support minor of Aurora MySQL 3. Without a patch level RDS takes the newest."
  type        = string
  default     = null

  validation {
    condition     = var.engine_version == null || can(regex(var.is_aurora ? "^[0-9]+[.][0-9]+[.]mysql_aurora([.][0-9]+){3}$" : local.is_postgres ? "^[0-9]+([.][0-9]+)?$" : "^[0-9]+[.][0-9]+([.][0-9]+)?$", var.engine_version))
    error_message = "engine_version must look like ${var.is_aurora ? "8.0.mysql_aurora.3.10.3" : local.is_postgres ? "16 or 16.10" : "8.4 or 8.4.6"} with ${local.engine}."
  }
}

variable "global_cluster_identifier" {
  description = "Global cluster this cluster is a member of. In `source_region` the module creates it, elsewhere it joins. Null: no global cluster."
  type        = string
  default     = null

  validation {
    condition     = var.global_cluster_identifier == null || var.is_aurora
    error_message = "global_cluster_identifier is for Aurora: set is_aurora = true."
  }
  validation {
    condition     = (var.global_cluster_identifier == null) == (var.source_region == null)
    error_message = "global_cluster_identifier and source_region, the region of its primary, belong together: set both or neither."
  }
  validation {
    condition     = var.global_cluster_identifier == null || !startswith(var.instance_class, "db.t")
    error_message = "global_cluster_identifier: a global cluster does not run on burstable classes (${var.instance_class}); take db.r."
  }
}

variable "instances" {
  description = "Instances of the Aurora cluster, by a name of your choice. The lowest `promotion_tier` takes over first when the writer fails."
  type = map(object({
    availability_zone = optional(string)
    instance_class    = optional(string)
    promotion_tier    = optional(number, 1)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = var.is_aurora || length(var.instances) == 0
    error_message = "instances is for Aurora: set is_aurora = true, or use multi_az for a standby of the single instance."
  }
  validation {
    condition     = !var.is_aurora || length(var.instances) > 0 || (var.global_cluster_identifier != null && var.source_region != var.region)
    error_message = "instances needs at least one entry: a cluster without an instance answers nobody. Only the secondary of a global cluster can do without."
  }
  validation {
    condition     = alltrue([for key, instance in var.instances : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", key)) && length(key) <= 24])
    error_message = "instances are keyed by up to 24 lower-case letters, digits and single hyphens: the keys end the identifiers."
  }
  validation {
    condition     = alltrue([for instance in var.instances : instance.promotion_tier >= 0 && instance.promotion_tier <= 15])
    error_message = "instances: promotion_tier must be 0 to 15."
  }
}

variable "is_aurora" {
  description = "An Aurora MySQL cluster instead of a single instance. Changing it makes a new, empty database."
  type        = bool
  default     = false
  nullable    = false
}

variable "maintenance_window" {
  description = "When AWS may patch, UTC, as ddd:hh:mm-ddd:hh:mm."
  type        = string
  default     = "Mon:00:00-Mon:03:00"
  nullable    = false

  validation {
    condition     = can(regex("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", lower(var.maintenance_window)))
    error_message = "maintenance_window must be ddd:hh:mm-ddd:hh:mm in UTC, such as \"Mon:00:00-Mon:03:00\"."
  }
  validation { # minutes of a week that begins on Monday; what is too long meets every backup window
    condition = try(alltrue([
      for part in [regex("^(?P<d1>...):(?P<h1>..):(?P<m1>..)-(?P<d2>...):(?P<h2>..):(?P<m2>..)$", lower(var.maintenance_window))] : (
        (index(local.weekdays, part.d2) - index(local.weekdays, part.d1)) * 1440 + (parseint(part.h2, 10) - parseint(part.h1, 10)) * 60 +
        parseint(part.m2, 10) - parseint(part.m1, 10) + 10080
      ) % 10080 >= 30
    ]), true)
    error_message = "maintenance_window must be at least 30 minutes long."
  }
}

variable "max_allocated_storage" {
  description = "GiB that storage may grow to by itself, 0 for not at all. Not for Aurora."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.max_allocated_storage == 0 || (var.max_allocated_storage >= var.allocated_storage * 1.1 && var.max_allocated_storage <= 65536)
    error_message = "max_allocated_storage must exceed allocated_storage (${var.allocated_storage}) by a tenth, up to 65536, or be 0."
  }
}

variable "multi_az" {
  description = "A standby in another zone that takes over. Not for Aurora, where `instances` decides."
  type        = bool
  default     = true
  nullable    = false
}

variable "operations" {
  description = <<-EOT
    How the database is run.

    - `skip_final_snapshot`: deleting it leaves nothing behind, no snapshot and no backups; else a snapshot of
      `final_snapshot_identifier`, by default `<name>-final`.
    - `alarms`: of a PostgreSQL instance, little free storage (`free_storage_gib`), and with logical replication a slot that lags
      (`slot_lag_gib`) and a log that grows (`transaction_logs_gib`). `topic_arns` hear of them. The others' are the observability module's.
    - `logs`: what is exported to CloudWatch (null: error and slowquery, with PostgreSQL postgresql and upgrade), how long that is
      kept, and the key for it (null: `kms_key_arn`).
    - `monitoring_seconds`: how often the operating system is measured, 0 for never.
    - `performance_insights_days`: 7 costs nothing; then 31 for each month, or 731.
    - `engine_lifecycle_support`: whether AWS may keep an outdated major version alive at a price for each vCPU and hour.
    - `storage_type`: gp3 (the default) or gp2 for an instance; aurora-iopt1 for Aurora with much I/O.
  EOT
  type = object({
    alarms = optional(object({
      free_storage_gib     = optional(number, 2)
      runbook_url          = optional(string)
      slot_lag_gib         = optional(number, 1)
      topic_arns           = optional(map(string), {})
      transaction_logs_gib = optional(number, 5)
    }), {})
    allow_major_version_upgrade = optional(bool, false)
    apply_immediately           = optional(bool, false)
    auto_minor_version_upgrade  = optional(bool, true)
    ca_certificate              = optional(string, "rds-ca-rsa2048-g1")
    engine_lifecycle_support    = optional(string, "open-source-rds-extended-support-disabled")
    final_snapshot_identifier   = optional(string)
    logs = optional(object({
      exports        = optional(set(string))
      kms_key_arn    = optional(string)
      retention_days = optional(number, 90)
    }), {})
    monitoring_seconds        = optional(number, 60)
    performance_insights_days = optional(number, 7)
    skip_final_snapshot       = optional(bool, false)
    storage_type              = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in values(var.operations.alarms.topic_arns) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[^:]+$", arn))])
    error_message = "operations.alarms.topic_arns must be ARNs of SNS topics (arn:aws:sns:<region>:<account>:<name>)."
  }
  validation {
    condition     = var.operations.alarms.runbook_url == null || can(regex("^https://[^# ]+$", var.operations.alarms.runbook_url))
    error_message = "operations.alarms.runbook_url must be an https:// address without a fragment; the alarm's metric is appended as one."
  }
  validation {
    condition     = alltrue([for gib in [var.operations.alarms.free_storage_gib, var.operations.alarms.slot_lag_gib, var.operations.alarms.transaction_logs_gib] : try(gib > 0, false)])
    error_message = "operations.alarms: free_storage_gib, slot_lag_gib and transaction_logs_gib must be more than 0."
  }
  validation {
    condition     = contains(["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"], var.operations.ca_certificate)
    error_message = "operations.ca_certificate must be rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1."
  }
  validation {
    condition     = contains(["open-source-rds-extended-support", "open-source-rds-extended-support-disabled"], var.operations.engine_lifecycle_support)
    error_message = "operations.engine_lifecycle_support must be open-source-rds-extended-support or open-source-rds-extended-support-disabled."
  }
  validation {
    condition     = var.is_aurora || local.is_postgres || !startswith(coalesce(var.engine_version, "8.4"), "8.0") || var.operations.engine_lifecycle_support == "open-source-rds-extended-support"
    error_message = "MySQL 8.0 has been out of standard support since July 2026: AWS creates it only under paid Extended Support. Take engine_version = \"8.4\", or accept the price with operations.engine_lifecycle_support = \"open-source-rds-extended-support\"."
  }
  validation {
    condition     = !local.is_postgres || !can(regex("^([0-9]|1[0-3])([.]|$)", coalesce(var.engine_version, "16"))) || var.operations.engine_lifecycle_support == "open-source-rds-extended-support"
    error_message = "PostgreSQL 13 and older are out of standard support: AWS creates them only under paid Extended Support. Take engine_version = \"16\", or accept the price with operations.engine_lifecycle_support = \"open-source-rds-extended-support\"."
  }
  validation {
    condition     = var.operations.final_snapshot_identifier == null || !var.operations.skip_final_snapshot
    error_message = "operations.final_snapshot_identifier has no use with skip_final_snapshot = true; take out one of them."
  }
  validation {
    condition     = var.operations.logs.exports == null || try(length(setsubtract(var.operations.logs.exports, local.is_postgres ? ["postgresql", "upgrade"] : ["audit", "error", "general", "slowquery"])) == 0 && length(var.operations.logs.exports) > 0, false)
    error_message = "operations.logs.exports can hold ${local.is_postgres ? "postgresql and upgrade" : "audit, error, general and slowquery"}, and needs one at least."
  }
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.operations.logs.retention_days)
    error_message = "operations.logs.retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
  validation {
    condition     = contains([0, 1, 5, 10, 15, 30, 60], var.operations.monitoring_seconds)
    error_message = "operations.monitoring_seconds must be 0, 1, 5, 10, 15, 30 or 60."
  }
  validation {
    condition     = contains(concat([7, 731], [for month in range(1, 24) : month * 31]), var.operations.performance_insights_days)
    error_message = "operations.performance_insights_days must be 7, a multiple of 31 up to 713, or 731."
  }
  validation {
    condition     = var.operations.storage_type == null || try(contains(var.is_aurora ? ["aurora-iopt1"] : ["gp2", "gp3"], var.operations.storage_type), false)
    error_message = "operations.storage_type must be ${var.is_aurora ? "aurora-iopt1, or left out" : "gp3 or gp2"}."
  }
}

variable "performance_insights_enabled" {
  description = "Whether queries are measured. Not available on the smallest classes."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = !var.performance_insights_enabled || local.is_postgres || !can(regex("^db[.]t[234]g?[.](micro|small)$", var.instance_class))
    error_message = "performance_insights_enabled must be false on ${var.instance_class}: RDS for MySQL has it from medium upwards."
  }
}

variable "source_region" {
  description = "Region of the global cluster's primary: there the module makes the primary, anywhere else a secondary."
  type        = string
  default     = null

  validation {
    condition     = var.source_region == null || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.source_region))
    error_message = "source_region must be the name of an AWS region, such as \"us-east-1\"."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
