output "alarm_arns" {
  description = "ARNs of the alarms: `dead_letters` and `lost_events`, and `errors` where it is wanted."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "alias_arn" {
  description = "ARN of the alias `live`."
  value       = module.function.alias_arn
}

output "alias_name" {
  description = "Name of the alias that serves."
  value       = module.function.alias_name
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
  value       = module.function.function_arn
}

output "function_name" {
  description = "Name of the function."
  value       = module.function.function_name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = module.function.log_group_name
}

output "role_arn" {
  description = "ARN of the role that the function runs with."
  value       = module.function.role_arn
}

output "rule_arns" {
  description = "ARNs of the rules, keyed like `rules`."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.arn }
}
