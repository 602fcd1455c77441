output "boundary_arns" {
  description = "ARNs of the permissions boundaries: `deploy`, `plan`, and `workload`, which the roles of workloads are made under."
  value       = { for of, policy in aws_iam_policy.boundary : of => policy.arn }
}

output "oidc_provider_arn" {
  description = "ARN of the account's identity provider for GitHub."
  value       = local.oidc_provider_arn
}

output "role_arns" {
  description = "ARNs of the roles: `deploy` and `plan`."
  value       = { for role, made in aws_iam_role.this : role => made.arn }
}
