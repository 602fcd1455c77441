locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  cluster_arn = "arn:${local.partition}:eks:${var.region}:${var.account_id}:cluster/${var.name}"

  # IAM is global: the region keeps a second copy of the cluster, in another region of the account, from colliding.
  role_names = {
    cluster = "${var.name}-cluster-${var.region}"
    node    = "${var.name}-node-${var.region}"
  }

  # What comes before the nodes, so that they become ready, and what needs nodes to run on.
  addons_before_nodes = { for name, addon in var.addons : name => addon if addon.before_nodes }
  addons_after_nodes  = { for name, addon in var.addons : name => addon if !addon.before_nodes }
  addon_roles         = { for name, addon in var.addons : name => addon if addon.pod_identity != null }
  addon_policies = merge([for name, addon in local.addon_roles : {
    for policy in addon.pod_identity.policies : "${name}/${policy}" => { addon = name, policy = policy }
  }]...)

  access_policies = merge([for name, entry in var.access_entries : {
    for policy, scope in entry.policies : "${name}/${policy}" => { entry = name, policy = policy, namespaces = scope.namespaces }
  }]...)
}
