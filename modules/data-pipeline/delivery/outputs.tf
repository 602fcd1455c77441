output "alarm_arns" {
  description = "ARNs of the alarms, by name."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.arn }
}

output "delivery_arn" {
  description = "ARN of the delivery."
  value       = local.delivery_arn

  depends_on = [aws_kinesis_firehose_delivery_stream.this]
}

output "delivery_name" {
  description = "Name of the delivery."
  value       = aws_kinesis_firehose_delivery_stream.this.name
}

output "log_group_name" {
  description = "Name of the log group that tells why something was not delivered."
  value       = aws_cloudwatch_log_group.this.name
}

output "role_arn" {
  description = "ARN of the delivery's role."
  value       = aws_iam_role.this.arn
}
