resource "helm_release" "this" {
  name        = var.name
  namespace   = var.namespace
  repository  = var.chart.repository
  chart       = var.chart.name
  version     = var.chart.version
  values      = var.values
  max_history = var.max_history
  timeout     = var.timeout_seconds

  create_namespace = false # eks-namespace makes them, with their bounds
  atomic           = true  # a release that does not become ready is rolled back
  cleanup_on_fail  = true
  wait             = true
  wait_for_jobs    = true

  # Its pods have their role from their first call on.
  depends_on = [aws_eks_pod_identity_association.this]
}
