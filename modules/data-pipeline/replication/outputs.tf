output "alarm_arns" {
  description = "ARNs of the alarms: `cdc_latency_source` and `cdc_latency_target`; none for a serverless replication, or one that is not enabled."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "log_group_name" {
  description = "Name of the log group that DMS writes to."
  value       = aws_cloudwatch_log_group.this.name
}

output "replication_config_arn" {
  description = "ARN of the serverless replication, for starting it; null without."
  value       = one(aws_dms_replication_config.this[*].arn)
}

output "replication_instance_arn" {
  description = "ARN of the replication instance, for testing connections; null without."
  value       = one(aws_dms_replication_instance.this[*].replication_instance_arn)
}

output "replication_task_arn" {
  description = "ARN of the task, for starting it; null without."
  value       = one(aws_dms_replication_task.this[*].replication_task_arn)
}

output "role_arns" {
  description = "ARNs of the roles: `read-secret` and `write-stream`, and with `create_service_roles` the two of the account by their names."
  value       = merge({ for key, role in aws_iam_role.this : key => role.arn }, { for key, role in aws_iam_role.service : key => role.arn })
}

output "source_endpoint_arn" {
  description = "ARN of the source's endpoint."
  value       = aws_dms_endpoint.source.endpoint_arn
}

output "target_endpoint_arn" {
  description = "ARN of the target's endpoint."
  value       = aws_dms_endpoint.target.endpoint_arn
}
