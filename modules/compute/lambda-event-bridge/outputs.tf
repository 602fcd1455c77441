output "alarm_arns" {
  description = "ARNs of the alarms: `dead_letters` and `lost_events`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "alias_arn" {
  description = "ARN of the alias `live`."
  value       = aws_lambda_alias.live.arn
}

output "alias_name" {
  description = "Name of the alias that serves."
  value       = aws_lambda_alias.live.name
}

output "dlq_arn" {
  description = "ARN of the dead-letter queue."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dlq_url" {
  description = "URL of the dead-letter queue."
  value       = aws_sqs_queue.dead_letters.url
}

output "function_arn" {
  description = "ARN of the function, without a version."
  value       = aws_lambda_function.this.arn
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.function.name
}

output "role_arn" {
  description = "ARN of the role that the function runs with."
  value       = aws_iam_role.this.arn
}

output "rule_arns" {
  description = "ARNs of the rules, keyed like `rules`."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.arn }
}
