resource "kubernetes_namespace_v1" "this" {
  metadata {
    name        = var.name
    labels      = merge(var.labels, local.pod_security)
    annotations = var.annotations
  }
}

# What all pods of the namespace may take together.
resource "kubernetes_resource_quota_v1" "this" {
  metadata {
    name      = "namespace"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    hard = var.quota
  }
}

# What a container gets that asks for nothing; without it the quota would refuse it.
resource "kubernetes_limit_range_v1" "this" {
  metadata {
    name      = "containers"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    limit {
      type            = "Container"
      default_request = var.container_defaults.requests
      default         = var.container_defaults.limits
    }
  }
}

resource "kubernetes_service_account_v1" "this" {
  for_each = var.service_accounts

  automount_service_account_token = each.value.automount_token

  metadata {
    name      = each.key
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  # Pods that start with the account have its role from their first call on.
  depends_on = [aws_eks_pod_identity_association.this]
}

resource "kubernetes_role_binding_v1" "this" {
  for_each = var.role_bindings

  metadata {
    name      = each.key
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = each.value.cluster_role
  }

  subject {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Group"
    name      = each.value.group
  }
}
