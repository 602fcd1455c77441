resource "aws_eks_cluster" "this" {
  #checkov:skip=CKV_AWS_39:the endpoint is private until somebody names the networks that may reach it from outside
  name     = var.name
  version  = var.kubernetes_version
  role_arn = aws_iam_role.cluster.arn
  tags     = var.tags

  enabled_cluster_log_types     = var.control_plane_log_types
  bootstrap_self_managed_addons = false # the add-ons below are the managed ones

  vpc_config {
    subnet_ids              = values(var.network.subnet_ids)
    security_group_ids      = [aws_security_group.endpoint.id]
    endpoint_private_access = true
    endpoint_public_access  = length(var.endpoint.public_access_cidrs) > 0
    public_access_cidrs     = length(var.endpoint.public_access_cidrs) > 0 ? var.endpoint.public_access_cidrs : null
  }

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false # who may do what stands in access_entries, and nowhere else
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.kms_key_arn
    }
  }

  kubernetes_network_config {
    ip_family         = "ipv4"
    service_ipv4_cidr = var.service_ipv4_cidr
  }

  upgrade_policy {
    support_type = var.support_type
  }

  zonal_shift_config {
    enabled = true
  }

  # The log group has to be there before EKS makes one, and the role's rights outlive the cluster, which needs them to go.
  depends_on = [aws_cloudwatch_log_group.control_plane, aws_iam_role_policy_attachment.cluster, aws_iam_role_policy.cluster]
}

# Made here, because EKS would otherwise create it itself: unencrypted, untagged and kept for ever.
resource "aws_cloudwatch_log_group" "control_plane" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is an input; a year is not right for every environment
  name              = "/aws/eks/${var.name}/cluster"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# Roles for service accounts, for what cannot use pod identities: pods on Fargate, and clients too old for them.
resource "aws_iam_openid_connect_provider" "this" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.${local.domain}"]
  tags           = var.tags
}

# Who reaches the private endpoint besides the nodes, which share a group of EKS's own with it.
resource "aws_security_group" "endpoint" {
  name        = "${var.name}-endpoint"
  description = "Who reaches the endpoint of ${var.name} from inside"
  vpc_id      = var.network.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-endpoint" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "endpoint" {
  for_each = var.endpoint.private_sources

  security_group_id            = aws_security_group.endpoint.id
  description                  = coalesce(each.value.reason, "From ${each.key}")
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  cidr_ipv4                    = each.value.cidr_ipv4
  referenced_security_group_id = each.value.security_group_id
  tags                         = var.tags
}
