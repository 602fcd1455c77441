output "function_name" {
  description = "The function."
  value       = aws_lambda_function.this.function_name
}

output "log_group_name" {
  description = "Its logs."
  value       = aws_cloudwatch_log_group.this.name
}
