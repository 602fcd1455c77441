output "release_name" {
  description = "Name of the release, known when it is ready."
  value       = helm_release.this.name
}

output "role_arn" {
  description = "ARN of the service account's role; null without one."
  value       = one(aws_iam_role.this[*].arn)
}
