# What a service account may do in AWS: only pods with it, in this namespace of this cluster, take its role.
resource "aws_iam_role" "this" {
  for_each = local.identities

  name        = local.role_names[each.key]
  description = "What ${var.name}/${each.key} in ${var.cluster_name} may do"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = {
        "aws:RequestTag/eks-cluster-arn"            = local.cluster_arn
        "aws:RequestTag/kubernetes-namespace"       = var.name
        "aws:RequestTag/kubernetes-service-account" = each.key
      } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.policies

  name   = "application"
  role   = aws_iam_role.this[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = local.identities

  cluster_name    = var.cluster_name
  namespace       = var.name
  service_account = each.key
  role_arn        = aws_iam_role.this[each.key].arn
  tags            = var.tags

  depends_on = [aws_iam_role_policy.this]
}
