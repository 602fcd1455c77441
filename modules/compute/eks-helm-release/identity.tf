# What the chart's service account may do in AWS: only pods with it, in this namespace of this cluster, take the role.
resource "aws_iam_role" "this" {
  count = var.service_account == null ? 0 : 1

  name        = local.role_name
  description = "What the release ${var.namespace}/${var.name} in ${var.cluster_name} may do"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = {
        "aws:RequestTag/eks-cluster-arn"            = local.cluster_arn
        "aws:RequestTag/kubernetes-namespace"       = var.namespace
        "aws:RequestTag/kubernetes-service-account" = var.service_account.name
      } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  count = var.service_account == null ? 0 : 1

  name   = "application"
  role   = aws_iam_role.this[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

resource "aws_eks_pod_identity_association" "this" {
  count = var.service_account == null ? 0 : 1

  cluster_name    = var.cluster_name
  namespace       = var.namespace
  service_account = var.service_account.name
  role_arn        = aws_iam_role.this[0].arn
  tags            = var.tags

  depends_on = [aws_iam_role_policy.this]
}
