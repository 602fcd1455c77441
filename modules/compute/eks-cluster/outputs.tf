output "cluster_arn" {
  description = "ARN of the cluster."
  value       = aws_eks_cluster.this.arn
}

output "cluster_certificate_authority_data" {
  description = "Certificate of the cluster's authority, in Base64, for the `kubernetes` and `helm` providers."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "cluster_endpoint" {
  description = "URL of the Kubernetes API. Known when the principals of `access_entries` may use it."
  value       = aws_eks_cluster.this.endpoint

  depends_on = [aws_eks_access_policy_association.this, aws_vpc_security_group_ingress_rule.endpoint]
}

output "cluster_name" {
  description = "Name of the cluster. Waits for nodes and add-ons, so that what is put into the cluster finds a place to run."
  value       = aws_eks_cluster.this.name

  depends_on = [aws_eks_access_policy_association.this, aws_eks_node_group.this, aws_eks_addon.after_nodes]
}

output "cluster_security_group_id" {
  description = "The group that EKS made, which the control plane and the nodes share."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "endpoint_security_group_id" {
  description = "The group with the rules of `endpoint.private_sources`."
  value       = aws_security_group.endpoint.id
}

output "log_group_name" {
  description = "Name of the control plane's log group."
  value       = aws_cloudwatch_log_group.control_plane.name
}

output "node_role_arn" {
  description = "ARN of the nodes' role."
  value       = aws_iam_role.node.arn
}

output "oidc_provider_arn" {
  description = "ARN of the cluster's identity provider, for roles of service accounts that cannot use pod identities."
  value       = aws_iam_openid_connect_provider.this.arn
}
