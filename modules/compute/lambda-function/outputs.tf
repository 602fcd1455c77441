output "alias_arn" {
  description = "ARN of the alias `live`."
  value       = one(aws_lambda_alias.live[*].arn)

  depends_on = [aws_lambda_permission.this] # whoever is told to call it may do so
}

output "alias_name" {
  description = "Name of the alias that serves."
  value       = one(aws_lambda_alias.live[*].name)
}

output "function_arn" {
  description = "ARN of the function, without a version."
  value       = aws_lambda_function.this.arn
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "invoke_arn" {
  description = "The alias as API Gateway calls it (`integration_uri`)."
  value       = one(aws_lambda_alias.live[*].invoke_arn)
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.function.name
}

output "role_arn" {
  description = "ARN of the role that the function runs with."
  value       = aws_iam_role.this.arn
}

output "version" {
  description = "Version of the function that was published last."
  value       = aws_lambda_function.this.version
}
