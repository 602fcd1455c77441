variable "account_id" {
  description = "AWS account of the replication. Used in the trust of its roles."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the instance's storage, what the endpoints know and, without `log_kms_key_arn`, the log group. Its policy must let the account use it through `dms`, grants included, and for the log group `logs.<region>.amazonaws.com`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the instance and its task, and first part of the names of endpoints and roles, for example `smartstream-dev-capture`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9])+$", var.name)) && length(var.name) <= 31
    error_message = "name must be 2 to 31 lower-case letters, digits and single hyphens, starting with a letter: DMS takes no more at the end of an ARN."
  }
}

variable "network" {
  description = "Where it runs: private subnets in two zones or more, and a security group that may reach the source, and AWS on 443. The subnets need NAT, or endpoints for `kinesis-streams` and `secretsmanager`."
  type = object({
    security_group_id = string
    subnet_ids        = map(string)
  })
  nullable = false

  validation {
    condition     = startswith(var.network.security_group_id, "sg-")
    error_message = "network.security_group_id must be the id of a security group (sg-...)."
  }
  validation {
    condition     = length(var.network.subnet_ids) >= 2
    error_message = "network.subnet_ids needs subnets in two zones: DMS takes no subnet group of one, whether or not there is a standby."
  }
}

variable "region" {
  description = "AWS region of the replication and of its stream, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "source_database" {
  description = <<-EOT
    The database whose changes are read. `secret_arn` is a secret with username, password, host and port, `secret_kms_key_arn` the
    key that it is encrypted with. `ssl_mode` is require, or verify-ca or verify-full with the `certificate_arn` of the authority.

    `postgres` is a PostgreSQL with logical replication. Without a `slot_name` DMS makes a slot and removes it with the task. In
    `schema` it keeps its heartbeat, every `heartbeat_minutes`, and with `capture_ddls` its log of schema changes; the user must be
    allowed to make tables there. `plugin_name` is test_decoding or pglogical.

    A database that no group of this network stands for is `outside`: its range of addresses and its port, to which the group of
    `network` is then opened.
  EOT
  type = object({
    database_name      = string
    secret_arn         = string
    secret_kms_key_arn = string
    certificate_arn    = optional(string)
    outside = optional(object({
      cidr_ipv4 = string
      port      = optional(number, 5432)
    }))
    ssl_mode = optional(string, "require")
    postgres = object({
      capture_ddls      = optional(bool, true)
      heartbeat_minutes = optional(number, 5)
      plugin_name       = optional(string, "test_decoding")
      schema            = optional(string, "public")
      slot_name         = optional(string)
    })
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:.+$", var.source_database.secret_arn))
    error_message = "source_database.secret_arn must be the ARN of a secret (arn:aws:secretsmanager:<region>:<account>:secret:<name>)."
  }
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.source_database.secret_kms_key_arn))
    error_message = "source_database.secret_kms_key_arn must be the ARN of the key that encrypts the secret (arn:aws:kms:<region>:<account>:key/<id>)."
  }
  validation {
    condition     = var.source_database.outside == null || try(can(cidrnetmask(var.source_database.outside.cidr_ipv4)) && cidrhost(var.source_database.outside.cidr_ipv4, 0) == split("/", var.source_database.outside.cidr_ipv4)[0] && tonumber(split("/", var.source_database.outside.cidr_ipv4)[1]) >= 8, false)
    error_message = "source_database.outside.cidr_ipv4 must be a range of IPv4 addresses by its first one, no larger than /8, such as \"10.50.0.0/24\" or \"203.0.113.7/32\"."
  }
  validation {
    condition     = var.source_database.outside == null || try(var.source_database.outside.port >= 1 && var.source_database.outside.port <= 65535, false)
    error_message = "source_database.outside.port must be 1 to 65535."
  }
  validation {
    condition     = contains(["require", "verify-ca", "verify-full"], var.source_database.ssl_mode)
    error_message = "source_database.ssl_mode must be require, verify-ca or verify-full. Connections without TLS are not offered."
  }
  validation {
    condition     = (var.source_database.certificate_arn != null) == startswith(var.source_database.ssl_mode, "verify-")
    error_message = "source_database.certificate_arn, the certificate of the authority in DMS, goes with ssl_mode verify-ca and verify-full, and with no other."
  }
  validation {
    condition     = contains(["pglogical", "test_decoding"], var.source_database.postgres.plugin_name)
    error_message = "source_database.postgres.plugin_name must be test_decoding, or pglogical where the database has that extension."
  }
  validation {
    condition     = var.source_database.postgres.slot_name == null || can(regex("^[a-z0-9_]{1,63}$", var.source_database.postgres.slot_name))
    error_message = "source_database.postgres.slot_name must be 1 to 63 lower-case letters, digits and underscores, or null for a slot of DMS's own."
  }
  validation {
    condition     = var.source_database.postgres.heartbeat_minutes >= 1 && var.source_database.postgres.heartbeat_minutes <= 60
    error_message = "source_database.postgres.heartbeat_minutes must be 1 to 60."
  }
}

variable "tables" {
  description = <<-EOT
    What is replicated, by a name of your choice: tables of a `schema`, all of them or those that fit `table`. `%` stands for
    anything, `_` for one character, `[_]` for an underscore. Changes with one partition key stay in order: `partition_key_type` is
    primary-key (each row), schema-table (each table) or transaction-id. DMS's own tables (awsdms_…) are always left out.
  EOT
  type = map(object({
    schema             = string
    table              = optional(string, "%")
    partition_key_type = optional(string, "primary-key")
  }))
  nullable = false

  validation {
    condition     = length(var.tables) > 0 && alltrue([for key in keys(var.tables) : can(regex("^[a-z0-9]+([_-][a-z0-9]+)*$", key))])
    error_message = "tables needs at least one entry, keyed by lower-case letters, digits, hyphens and underscores."
  }
  validation {
    condition     = alltrue([for table in var.tables : length(table.schema) > 0 && length(table.table) > 0])
    error_message = "tables: schema and table must not be empty; \"%\" stands for all."
  }
  validation {
    condition     = alltrue([for table in var.tables : contains(["primary-key", "schema-table", "transaction-id"], table.partition_key_type)])
    error_message = "tables: partition_key_type must be primary-key, schema-table or transaction-id."
  }
}

variable "target" {
  description = <<-EOT
    Where the changes go. `kinesis` is a stream of the same region and account, and the key that it is encrypted with. Each record is a line of
    JSON with the row and its metadata; the switches say what else is told: details of transactions (commit time, position in
    the log), changes of tables, columns that are null or empty, details of control records, the partition's value.
  EOT
  type = object({
    kinesis = object({
      kms_key_arn                    = string
      stream_arn                     = string
      include_control_details        = optional(bool, true)
      include_null_and_empty         = optional(bool, true)
      include_partition_value        = optional(bool, false)
      include_table_alter_operations = optional(bool, true)
      include_transaction_details    = optional(bool, true)
    })
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:[^:]+:kinesis:${var.region}:${var.account_id}:stream/[A-Za-z0-9_.-]+$", var.target.kinesis.stream_arn))
    error_message = "target.kinesis.stream_arn must be the ARN of a stream of ${var.region} in ${var.account_id} (arn:aws:kinesis:<region>:<account>:stream/<name>): DMS writes to no other region."
  }
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.target.kinesis.kms_key_arn))
    error_message = "target.kinesis.kms_key_arn must be the ARN of the key that encrypts the stream (arn:aws:kms:<region>:<account>:key/<id>)."
  }
}
