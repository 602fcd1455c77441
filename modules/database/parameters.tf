locals {
  parameters = merge(
    {
      # The same switch is a number in the families of RDS and a word in those of Aurora.
      require_secure_transport   = { value = var.is_aurora ? "ON" : "1", apply_method = "immediate" }
      slow_query_log             = { value = "1", apply_method = "immediate" }
      long_query_time            = { value = "1", apply_method = "immediate" }    # seconds
      log_output                 = { value = "FILE", apply_method = "immediate" } # only files are exported
      innodb_print_all_deadlocks = { value = "1", apply_method = "immediate" }
    },
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
