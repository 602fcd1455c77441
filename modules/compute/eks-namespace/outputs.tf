output "name" {
  description = "Name of the namespace, known when what is put into it is bounded."
  value       = kubernetes_namespace_v1.this.metadata[0].name

  depends_on = [kubernetes_resource_quota_v1.this, kubernetes_limit_range_v1.this, kubernetes_network_policy_v1.deny]
}

output "service_account_role_arns" {
  description = "ARNs of the service accounts' roles, by the name of the account."
  value       = { for name, role in aws_iam_role.this : name => role.arn }
}
