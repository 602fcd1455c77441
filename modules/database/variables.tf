variable "account_id" {
  description = "AWS account of the database. Used in the trust of the monitoring role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "backup_retention_period" {
  description = "Days that automatic backups are kept, and so how far back a point-in-time restore reaches."
  type        = number
  nullable    = false

  validation {
    condition     = var.backup_retention_period >= 1 && var.backup_retention_period <= 35 && floor(var.backup_retention_period) == var.backup_retention_period
    error_message = "backup_retention_period must be 1 to 35 days; a database without backups is not offered."
  }
}

variable "database" {
  description = <<-EOT
    What is inside: the first schema (`name`), the port, parameters in addition to the module's, and the master credentials.

    RDS keeps the master password in Secrets Manager and rotates it every seven days. Where it cannot (a member of a global
    cluster), this module generates one; `password_version` + 1 generates another, and the function `rotation.lambda_arn` rotates it
    every `rotation.days`. `replica_kms_key_arn` encrypts its copy in `backup_region`; a secondary there is told the primary's secret as
    `primary_secret_arn`, and hands on the copy. With `connection_secret` the module generates it for a single instance too, and
    the secret holds username, password, host, port and dbname, as DMS and others want it. Each of `users` gets such a secret too
    (`<name>-<user>`); who makes them in the database takes the password from there.

    `port` is 3306, with PostgreSQL 5432. `logical_replication` lets consumers read the changes of PostgreSQL;
    `max_slot_wal_megabytes` is what one that stays away may hold back of the log before it is cut off (-1: until the disk is
    full), `wal_sender_timeout_milliseconds` 0 cuts off none for being slow.
  EOT
  type = object({
    name = string
    logical_replication = optional(object({
      max_slot_wal_megabytes          = optional(number, 10240)
      max_slots                       = optional(number, 10)
      max_wal_senders                 = optional(number, 15)
      wal_sender_timeout_milliseconds = optional(number, 0)
    }))
    parameters = optional(map(object({
      value        = string
      apply_method = optional(string, "immediate")
    })), {})
    port = optional(number)
    credentials = optional(object({
      connection_secret   = optional(bool, false)
      password_version    = optional(number, 1)
      primary_secret_arn  = optional(string)
      replica_kms_key_arn = optional(string)
      rotation = optional(object({
        lambda_arn = string
        days       = optional(number, 30)
      }))
      username = optional(string, "dbadmin")
      users    = optional(set(string), [])
    }), {})
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-zA-Z][a-zA-Z0-9_]{0,63}$", var.database.name))
    error_message = "database.name must be 1 to 64 letters, digits and underscores, starting with a letter."
  }
  validation {
    condition     = var.database.port == null || try(var.database.port >= 1150 && var.database.port <= 65535, false)
    error_message = "database.port must be 1150 to 65535, as RDS has it."
  }
  validation {
    condition     = alltrue([for parameter in var.database.parameters : contains(["immediate", "pending-reboot"], parameter.apply_method)])
    error_message = "database.parameters: apply_method must be immediate, or pending-reboot for a static parameter."
  }
  validation {
    condition     = !contains(keys(var.database.parameters), "require_secure_transport")
    error_message = "database.parameters: require_secure_transport stays on. Connections without TLS are not offered."
  }
  validation {
    condition     = !contains(keys(var.database.parameters), "rds.force_ssl")
    error_message = "database.parameters: rds.force_ssl stays on. Connections without TLS are not offered."
  }
  validation {
    condition     = var.database.logical_replication == null || local.is_postgres
    error_message = "database.logical_replication is for PostgreSQL: set engine = \"postgres\"."
  }
  validation {
    condition = var.database.logical_replication == null || try(alltrue([
      var.database.logical_replication.max_slots >= 1,
      var.database.logical_replication.max_wal_senders >= var.database.logical_replication.max_slots,
      var.database.logical_replication.max_slot_wal_megabytes == -1 || var.database.logical_replication.max_slot_wal_megabytes >= 1024,
      var.database.logical_replication.wal_sender_timeout_milliseconds == 0 || var.database.logical_replication.wal_sender_timeout_milliseconds >= 10000,
    ]), false)
    error_message = "database.logical_replication: max_slots must be at least 1, max_wal_senders at least as many, max_slot_wal_megabytes 1024 or more or -1, and wal_sender_timeout_milliseconds 10000 or more (DMS needs that) or 0."
  }
  validation {
    condition     = !(var.is_aurora && var.database.credentials.connection_secret)
    error_message = "database.credentials.connection_secret is for a single instance: of a cluster there is more than one address."
  }
  validation {
    condition     = can(regex("^[a-zA-Z][a-zA-Z0-9_]{0,15}$", var.database.credentials.username)) && !contains(["root", "rdsadmin"], lower(var.database.credentials.username))
    error_message = "database.credentials.username must be 1 to 16 letters, digits and underscores, starting with a letter, and not root or rdsadmin."
  }
  validation {
    condition     = alltrue([for user in var.database.credentials.users : can(regex("^[a-z][a-z0-9_]{0,15}$", user)) && !contains(["master", "root", "rdsadmin", lower(var.database.credentials.username)], user)])
    error_message = "database.credentials.users must be names of 1 to 16 lower-case letters, digits and underscores, starting with a letter, and not the master user's, master, root or rdsadmin."
  }
  validation {
    condition     = length(var.database.credentials.users) == 0 || var.database.credentials.connection_secret
    error_message = "database.credentials.users need connection_secret = true: their secrets say where the database is, as its own does."
  }
  validation {
    condition     = try(var.database.credentials.rotation.days >= 1 && var.database.credentials.rotation.days <= 365, true)
    error_message = "database.credentials.rotation.days must be 1 to 365."
  }
  validation {
    condition     = var.database.credentials.rotation == null || var.global_cluster_identifier != null || var.database.credentials.connection_secret
    error_message = "database.credentials.rotation is for global clusters and connection_secret: elsewhere RDS rotates the password itself."
  }
  validation {
    condition     = var.database.credentials.primary_secret_arn == null || can(regex("^arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:.+$", var.database.credentials.primary_secret_arn))
    error_message = "database.credentials.primary_secret_arn must be the ARN of a secret (arn:aws:secretsmanager:<region>:<account>:secret:<name>)."
  }
  validation {
    condition     = var.database.credentials.primary_secret_arn == null || (var.global_cluster_identifier != null && var.source_region != var.region)
    error_message = "database.credentials.primary_secret_arn is for the secondary of a global cluster: everything else has a secret of its own."
  }
}

variable "instance_class" {
  description = "Class of the instance; with Aurora, of those in `instances` that name none."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^db[.][a-z0-9-]+[.][a-z0-9]+$", var.instance_class))
    error_message = "instance_class must be a class of RDS, such as \"db.t4g.medium\" or \"db.r7g.large\"."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts storage, backups, Performance Insights and the master password. Its policy must let the account use it through `rds` and `secretsmanager`, grants included."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Identifier of the instance or cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9]){0,36}$", var.name)) && length(var.name) <= 37
    error_message = "name must be 1 to 37 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen."
  }
}

variable "network" {
  description = "Where the database sits: a subnet group over subnets without a way to the internet, and the security group that says who may connect."
  type = object({
    security_group_id = string
    subnet_group_name = string
  })
  nullable = false

  validation {
    condition     = startswith(var.network.security_group_id, "sg-")
    error_message = "network.security_group_id must be the id of a security group (sg-...)."
  }
}

variable "region" {
  description = "AWS region of the database, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "allocated_storage" {
  description = "GiB to begin with. Not for Aurora, whose storage grows by itself."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.allocated_storage >= 20 && var.allocated_storage <= 65536
    error_message = "allocated_storage must be 20 to 65536 GiB."
  }
}

variable "backup_region" {
  description = "Region of the global cluster's secondary. The primary replicates the generated master password there."
  type        = string
  default     = null

  validation {
    condition     = var.backup_region == null || (var.global_cluster_identifier != null && var.backup_region != var.source_region)
    error_message = "backup_region is for global clusters and differs from source_region."
  }
}

variable "backup_window" {
  description = "When the daily backup is taken, UTC, as hh:mm-hh:mm. Must not overlap the maintenance window; touching it is fine."
  type        = string
  default     = "03:00-06:00"
  nullable    = false

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", var.backup_window))
    error_message = "backup_window must be hh:mm-hh:mm in UTC, such as \"03:00-06:00\"."
  }
  validation { # minutes of the day, and of the week that begins on Monday
    condition = try(alltrue([
      for backup in [{
        start  = parseint(substr(var.backup_window, 0, 2), 10) * 60 + parseint(substr(var.backup_window, 3, 2), 10)
        length = (parseint(substr(var.backup_window, 6, 2), 10) * 60 + parseint(substr(var.backup_window, 9, 2), 10) - parseint(substr(var.backup_window, 0, 2), 10) * 60 - parseint(substr(var.backup_window, 3, 2), 10) + 1440) % 1440
        }] : backup.length >= 30 && alltrue([for day in range(7) :
        (day * 1440 + backup.start - local.maintenance.start + 10080) % 10080 >= local.maintenance.length &&
        (local.maintenance.start - day * 1440 - backup.start + 10080) % 10080 >= backup.length
      ])
    ]), true)
    error_message = "backup_window must be at least 30 minutes long and must not overlap maintenance_window (${var.maintenance_window})."
  }
}
