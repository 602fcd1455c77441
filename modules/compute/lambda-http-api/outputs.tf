output "access_log_group_name" {
  description = "Name of the log group of the API's access log."
  value       = aws_cloudwatch_log_group.access.name
}

output "alias_arn" {
  description = "ARN of the alias `live`."
  value       = local.alias.arn
}

output "alias_name" {
  description = "Name of the alias that serves."
  value       = local.alias.name
}

output "api_endpoint" {
  description = "URL of the API."
  value       = aws_apigatewayv2_api.this.api_endpoint
}

output "api_id" {
  description = "Id of the API (dimension `ApiId`)."
  value       = aws_apigatewayv2_api.this.id
}

output "deployment_request" {
  description = "With `canary`, what starts the deployment of the newest version: `aws deploy create-deployment --cli-input-json` takes it once `CURRENT_VERSION` in it is replaced by the version that `live` names. Otherwise null."
  value       = local.canary ? jsonencode(local.deployment_request) : null
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
