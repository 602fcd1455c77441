locals {
  mysql_parameters = {
    # The same switch is a number in the families of RDS and a word in those of Aurora.
    require_secure_transport   = { value = var.is_aurora ? "ON" : "1", apply_method = "immediate" }
    slow_query_log             = { value = "1", apply_method = "immediate" }
    long_query_time            = { value = "1", apply_method = "immediate" }    # seconds
    log_output                 = { value = "FILE", apply_method = "immediate" } # only files are exported
    innodb_print_all_deadlocks = { value = "1", apply_method = "immediate" }
  }
  postgres_parameters = {
    "rds.force_ssl"              = { value = "1", apply_method = "immediate" }
    "log_min_duration_statement" = { value = "1000", apply_method = "immediate" } # milliseconds
    "log_lock_waits"             = { value = "1", apply_method = "immediate" }
    "log_statement"              = { value = "ddl", apply_method = "immediate" }
  }
  # The first three are static: they hold from the first start on because the instance is made with this group.
  replication_parameters = merge([for replication in var.database.logical_replication[*] : {
    "rds.logical_replication" = { value = "1", apply_method = "pending-reboot" }
    "max_replication_slots"   = { value = tostring(replication.max_slots), apply_method = "pending-reboot" }
    "max_wal_senders"         = { value = tostring(replication.max_wal_senders), apply_method = "pending-reboot" }
    "wal_sender_timeout"      = { value = tostring(replication.wal_sender_timeout_milliseconds), apply_method = "immediate" }
    "max_slot_wal_keep_size"  = { value = tostring(replication.max_slot_wal_megabytes), apply_method = "immediate" }
  }]...)

  parameters = merge(
    local.is_postgres ? merge(local.postgres_parameters, local.replication_parameters) : local.mysql_parameters,
    var.database.parameters,
  )
}

# Named after the family, so that a major upgrade makes a new group beside the old one.
resource "aws_db_parameter_group" "this" {
  count = var.is_aurora ? 0 : 1

  name        = "${var.name}-${replace(local.family, ".", "")}"
  description = "Parameters of ${var.name}"
  family      = local.family

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_rds_cluster_parameter_group" "this" {
  count = var.is_aurora ? 1 : 0

  name        = "${var.name}-${replace(local.family, ".", "")}"
  description = "Parameters of ${var.name}"
  family      = local.family

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}
