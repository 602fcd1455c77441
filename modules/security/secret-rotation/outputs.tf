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
