# What only PostgreSQL has: a slot keeps the log until its consumer has read it, and a consumer that stays away fills the disk.
locals {
  gib = 1024 * 1024 * 1024

  alarms = merge(
    local.is_postgres ? {
      free_storage = {
        metric      = "FreeStorageSpace"
        comparison  = "LessThanThreshold"
        threshold   = var.operations.alarms.free_storage_gib * local.gib
        statistic   = "Minimum"
        missing     = "missing"
        description = "${var.name} has less than ${var.operations.alarms.free_storage_gib} GiB left. Without any, it stops."
      }
    } : {},
    local.is_postgres && var.database.logical_replication != null ? {
      slot_lag = {
        metric      = "OldestReplicationSlotLag"
        comparison  = "GreaterThanThreshold"
        threshold   = var.operations.alarms.slot_lag_gib * local.gib
        statistic   = "Maximum"
        missing     = "notBreaching" # there is no slot
        description = "A replication slot of ${var.name} is ${var.operations.alarms.slot_lag_gib} GiB behind: its consumer is slow, or gone. Start it, or drop the slot."
      }
      transaction_logs = {
        metric      = "TransactionLogsDiskUsage"
        comparison  = "GreaterThanThreshold"
        threshold   = var.operations.alarms.transaction_logs_gib * local.gib
        statistic   = "Maximum"
        missing     = "missing"
        description = "The transaction log of ${var.name} takes more than ${var.operations.alarms.transaction_logs_gib} GiB: something keeps it from being removed, most often a slot."
      }
    } : {},
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${replace(each.key, "_", "-")}"
  alarm_description   = join(" ", concat([each.value.description], [for url in var.operations.alarms.runbook_url[*] : "Runbook: ${url}#${lower(each.value.metric)}"]))
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBInstanceIdentifier = var.name }
  statistic           = each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = each.value.missing
  alarm_actions       = values(var.operations.alarms.topic_arns)
  ok_actions          = values(var.operations.alarms.topic_arns)

  tags = var.tags
}
