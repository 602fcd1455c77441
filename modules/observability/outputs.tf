output "alarm_arns" {
  description = "ARNs of the alarms, keyed `<condition>/<kind>/<target>` (`<condition>` alone for custom metrics)."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "dashboard_name" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "log_group_names" {
  description = "Names of the log groups that are read, keyed as they came in."
  value       = var.log_groups
}

output "metric_namespace" {
  description = "CloudWatch namespace of the custom metrics."
  value       = local.metric_namespace
}

output "sns_topic_arn" {
  description = "ARN of the topic that alarms are sent to."
  value       = aws_sns_topic.alarms.arn
}
