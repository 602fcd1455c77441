variable "glue_tables" {
  description = <<-EOT
    Tables whose columns are known, keyed by name: files of a `format` (`parquet`, or `json`: one object a line, gzip or not) below `location`.
    `partition_keys` and the `projection` of each make partitions known without a crawler: `date` (`range` such as `2026-01-01,NOW`, `date_format`),
    `integer` (`range`, `digits`), `enum` (`values`) or `injected`; `interval` and `interval_unit` are the steps. `partition_path` is the
    folder of a partition below `location` (null: `<key>=$${<key>}/` for each). `parameters` are added to the table's.
  EOT
  type = map(object({
    location = string
    columns = list(object({
      name    = string
      type    = string
      comment = optional(string)
    }))
    description    = optional(string, "")
    format         = optional(string, "parquet")
    parameters     = optional(map(string), {})
    partition_path = optional(string)
    partition_keys = optional(list(object({
      name    = string
      type    = optional(string, "string")
      comment = optional(string)
      projection = optional(object({
        type          = string
        date_format   = optional(string)
        digits        = optional(number)
        interval      = optional(number)
        interval_unit = optional(string)
        range         = optional(string)
        values        = optional(list(string))
      }))
    })), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.glue_tables) : can(regex("^[a-z][a-z0-9_]{0,254}$", key))])
    error_message = "glue_tables: a name starts with a letter and has lower-case letters, digits and underscores: Athena knows no others without quotes."
  }
  validation {
    condition     = alltrue([for table in values(var.glue_tables) : can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([^/*?]+/)+$", table.location))])
    error_message = "glue_tables: location is s3://<bucket>/<prefix>/, with the slash at its end."
  }
  validation {
    condition     = alltrue([for table in values(var.glue_tables) : contains(["json", "parquet"], table.format)])
    error_message = "glue_tables: format must be parquet or json."
  }
  validation {
    condition     = alltrue([for table in values(var.glue_tables) : length(table.columns) > 0])
    error_message = "glue_tables: columns needs at least one."
  }
  validation {
    condition     = alltrue([for table in values(var.glue_tables) : length(distinct([for column in concat(table.columns, table.partition_keys) : lower(column.name)])) == length(table.columns) + length(table.partition_keys)])
    error_message = "glue_tables: a column's name comes once, also among the partition_keys: a query could not tell which is meant."
  }
  validation {
    condition     = alltrue([for table in values(var.glue_tables) : contains([0, length(table.partition_keys)], length([for key in table.partition_keys : key if key.projection != null]))])
    error_message = "glue_tables: give a projection for all partition_keys of a table, or for none."
  }
  validation {
    condition     = alltrue(flatten([for table in values(var.glue_tables) : [for key in table.partition_keys : contains(["date", "enum", "injected", "integer"], key.projection.type) if key.projection != null]]))
    error_message = "glue_tables: a projection's type is date, integer, enum or injected."
  }
  validation {
    condition     = alltrue(flatten([for table in values(var.glue_tables) : [for key in table.partition_keys : (key.projection.range != null) == contains(["date", "integer"], key.projection.type) && (key.projection.date_format != null) == (key.projection.type == "date") && (key.projection.values != null) == (key.projection.type == "enum") if key.projection != null]]))
    error_message = "glue_tables: a projection of type date needs range and date_format, integer needs range, enum needs values; injected takes none of them."
  }
  validation {
    condition     = alltrue([for table in values(var.glue_tables) : table.partition_path == null ? true : endswith(table.partition_path, "/") && alltrue([for key in table.partition_keys : strcontains(table.partition_path, "$${${key.name}}")])])
    error_message = "glue_tables: partition_path must end in a slash and name each of the partition_keys as $${<key>}."
  }
}

variable "quality_rulesets" {
  description = "What is expected of tables, keyed by the ruleset's name: `rules` in DQDL (`Rules = [ IsComplete \"id\" ]`), and the `table` of this database that they are about. Something has to evaluate them: a Glue job or a run by hand."
  type = map(object({
    rules       = string
    table       = string
    description = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.quality_rulesets) : can(regex("^[a-z][a-z0-9-]{0,39}$", key))])
    error_message = "quality_rulesets: a key starts with a letter and has at most 40 lower-case letters, digits and hyphens: it ends the ruleset's name."
  }
  validation {
    condition     = alltrue([for ruleset in values(var.quality_rulesets) : can(regex("^\\s*Rules\\s*=\\s*\\[[\\s\\S]*\\]\\s*$", ruleset.rules))])
    error_message = "quality_rulesets: rules is written Rules = [ … ], for example Rules = [ IsComplete \"id\", RowCount > 0 ]."
  }
  validation {
    condition     = alltrue([for ruleset in values(var.quality_rulesets) : can(regex("^[a-z0-9_.]{1,255}$", ruleset.table))])
    error_message = "quality_rulesets: table must be the name of a table in this database."
  }
}
