output "arns" {
  description = "ARNs of the parameters, keyed like `parameters`."
  value       = { for key, parameter in aws_ssm_parameter.this : key => parameter.arn }
}

output "names" {
  description = "Full names of the parameters, keyed like `parameters`."
  value       = { for key, parameter in aws_ssm_parameter.this : key => parameter.name }
}
