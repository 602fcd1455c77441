locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  engine         = coalesce(var.engine, var.is_aurora ? "aurora-mysql" : "mysql")
  engine_version = coalesce(var.engine_version, var.is_aurora ? "8.0.mysql_aurora.3.10.3" : local.is_postgres ? "16" : "8.4")
  # The family of a parameter group follows the first two parts of the version, with PostgreSQL the first.
  family = "${local.engine}${regex(local.is_postgres ? "^[0-9]+" : "^[0-9]+[.][0-9]+", local.engine_version)}"

  is_postgres = local.engine == "postgres"
  port        = coalesce(var.database.port, local.is_postgres ? 5432 : 3306)
  log_exports = var.operations.logs.exports != null ? var.operations.logs.exports : local.is_postgres ? toset(["postgresql", "upgrade"]) : toset(["error", "slowquery"])

  global       = var.global_cluster_identifier != null
  is_primary   = local.global && var.source_region == var.region
  is_secondary = local.global && var.source_region != var.region
  # RDS keeps the master password, except in a global cluster, where it cannot, and where others need the whole connection in one
  # secret. A secondary has the primary's.
  connection_secret  = var.database.credentials.connection_secret
  generates_password = local.is_primary || local.connection_secret

  final_snapshot_identifier = var.operations.skip_final_snapshot ? null : coalesce(var.operations.final_snapshot_identifier, "${var.name}-final")
  monitored                 = var.operations.monitoring_seconds > 0

  # The maintenance window in minutes of the week that begins on Monday, for comparison with the backup window.
  weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  window   = try(regex("^(?P<d1>...):(?P<h1>..):(?P<m1>..)-(?P<d2>...):(?P<h2>..):(?P<m2>..)$", lower(var.maintenance_window)), null)
  maintenance = try({
    start = index(local.weekdays, local.window.d1) * 1440 + parseint(local.window.h1, 10) * 60 + parseint(local.window.m1, 10)
    length = (
      (index(local.weekdays, local.window.d2) - index(local.weekdays, local.window.d1)) * 1440 +
      (parseint(local.window.h2, 10) - parseint(local.window.h1, 10)) * 60 + parseint(local.window.m2, 10) - parseint(local.window.m1, 10) + 10080
    ) % 10080
  }, null)
}
