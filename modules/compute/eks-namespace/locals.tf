locals {
  partition   = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  cluster_arn = "arn:${local.partition}:eks:${var.region}:${var.account_id}:cluster/${var.cluster_name}"

  # What pods may be, by the Pod Security Standards: enforced, and told to whoever tries less than the strictest.
  pod_security = {
    "pod-security.kubernetes.io/enforce" = var.pod_security
    "pod-security.kubernetes.io/audit"   = "restricted"
    "pod-security.kubernetes.io/warn"    = "restricted"
  }

  identities = { for name, account in var.service_accounts : name => account if length(account.policy_statements) > 0 }
  role_names = { for name, _ in var.service_accounts : name => "${var.cluster_name}-${var.name}-${name}-${var.region}" }

  policies = { for name, account in local.identities : name => [for sid, statement in account.policy_statements : {
    for key, value in {
      Sid       = sid
      Effect    = "Allow"
      Action    = statement.actions
      Resource  = statement.resources
      Condition = statement.conditions
    } : key => value if key != "Condition" || length(statement.conditions) > 0
  }] }
}
