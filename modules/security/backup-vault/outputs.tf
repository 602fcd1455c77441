output "plan_ids" {
  description = "Ids of the plans, by name."
  value       = { for name, plan in aws_backup_plan.this : name => plan.id }
}

output "role_arns" {
  description = "ARNs of the roles: `backup` where there are plans, `restore` with `restore_test`."
  value       = { for role, made in aws_iam_role.this : role => made.arn }
}

output "vault_arn" {
  description = "ARN of the vault, for `copy_to_vault_arn` of another."
  value       = aws_backup_vault.this.arn
}

output "vault_name" {
  description = "Name of the vault."
  value       = aws_backup_vault.this.name
}
