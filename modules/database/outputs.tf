output "alarm_arns" {
  description = "ARNs of the alarms: `free_storage` of a PostgreSQL instance, and `slot_lag` and `transaction_logs` with logical replication."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "db_name" {
  description = "The first schema."
  value       = var.database.name
}

output "endpoint" {
  description = "Host name for reading and writing, without the port."
  value       = var.is_aurora ? aws_rds_cluster.this[0].endpoint : aws_db_instance.this[0].address

  depends_on = [aws_rds_cluster_instance.this]
}

output "identifier" {
  description = "Identifier of the instance or cluster."
  value       = var.is_aurora ? aws_rds_cluster.this[0].cluster_identifier : aws_db_instance.this[0].identifier
}

output "log_group_names" {
  description = "Names of the log groups of the exported logs, keyed by log."
  value       = { for log, group in aws_cloudwatch_log_group.exports : log => group.name }
}

output "metric_dimensions" {
  description = "Dimensions of the database's metrics in AWS/RDS: DBInstanceIdentifier, or DBClusterIdentifier with Aurora."
  value       = { (var.is_aurora ? "DBClusterIdentifier" : "DBInstanceIdentifier") = var.name }
}

output "port" {
  description = "Port of all endpoints."
  value       = local.port
}

output "reader_endpoint" {
  description = "Host name for reading. A single instance has one endpoint for both."
  value       = var.is_aurora ? aws_rds_cluster.this[0].reader_endpoint : aws_db_instance.this[0].address

  depends_on = [aws_rds_cluster_instance.this]
}

output "resource_id" {
  description = "Id for rds-db:connect in IAM policies (arn:aws:rds-db:<region>:<account>:dbuser:<resource id>/<user>)."
  value       = var.is_aurora ? aws_rds_cluster.this[0].cluster_resource_id : aws_db_instance.this[0].resource_id
}

output "secret_arn" {
  description = "Secret with username and password of the master user, and with `credentials.connection_secret` host, port and dbname. The secondary of a global cluster has the copy of `primary_secret_arn` in its region."
  value = one(concat(
    local.connection_secret ? [] : [for secret in flatten(aws_db_instance.this[*].master_user_secret) : secret.secret_arn],
    local.global || local.connection_secret ? aws_secretsmanager_secret.master[*].arn : [for secret in flatten(aws_rds_cluster.this[*].master_user_secret) : secret.secret_arn],
    local.is_secondary ? [for arn in var.database.credentials.primary_secret_arn[*] : replace(arn, ":${var.source_region}:", ":${var.region}:")] : [],
  ))

  depends_on = [
    aws_rds_cluster_instance.this, # a secondary takes the primary's, and can join only what is there
    aws_secretsmanager_secret_version.connection,
  ]
}

output "security_group_id" {
  description = "Security group that says who may connect."
  value       = var.network.security_group_id
}

output "user_secret_arns" {
  description = "Secrets of `database.credentials.users`, by user."
  value       = { for user, secret in aws_secretsmanager_secret.user : user => secret.arn }

  depends_on = [aws_secretsmanager_secret_version.user]
}
