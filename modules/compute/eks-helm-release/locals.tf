locals {
  partition   = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  cluster_arn = "arn:${local.partition}:eks:${var.region}:${var.account_id}:cluster/${var.cluster_name}"
  role_name   = "${var.cluster_name}-${var.namespace}-${var.name}-${var.region}"

  statements = flatten([for account in var.service_account[*] : [for sid, statement in account.policy_statements : {
    for key, value in {
      Sid       = sid
      Effect    = "Allow"
      Action    = statement.actions
      Resource  = statement.resources
      Condition = statement.conditions
    } : key => value if key != "Condition" || length(statement.conditions) > 0
  }]])
}
