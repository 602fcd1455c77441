locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  iam       = "arn:${local.partition}:iam::${var.account_id}"

  github            = "token.actions.githubusercontent.com"
  oidc_provider_arn = "${local.iam}:oidc-provider/${local.github}"

  # Names that are known before the things are there, so that policies can speak of each other.
  role_arns     = { for role in ["deploy", "plan"] : role => "${local.iam}:role/${var.name}-${role}" }
  boundary_arns = { for of in ["deploy", "plan", "workload"] : of => "${local.iam}:policy/${var.name}-${of}-boundary" }
  guarded       = sort(concat(values(local.role_arns), values(local.boundary_arns), ["${local.iam}:policy/${var.name}-deploy", local.oidc_provider_arn]))

  regions          = sort(length(var.regions) > 0 ? var.regions : toset([var.region]))
  prefixes         = sort(length(var.role_prefixes) > 0 ? var.role_prefixes : toset(["${var.name}-"]))
  workload_roles   = [for prefix in local.prefixes : "${local.iam}:role/${prefix}*"]
  workload_objects = flatten([for prefix in local.prefixes : [for kind in ["instance-profile", "policy"] : "${local.iam}:${kind}/${prefix}*"]])

  # DMS takes the role for a secret under a name of its region's.
  passes_roles_to = sort(length(var.deploy.passes_roles_to) > 0 ? var.deploy.passes_roles_to : toset([for service in concat([
    "backup", "cloudtrail", "codedeploy", "config", "dms", "ec2", "ecs", "ecs-tasks", "events", "firehose", "glue", "lambda", "monitoring.rds", "rds", "s3",
    "scheduler", "states", "vpc-flow-logs",
  ], contains(var.deploy.services, "dms") ? [for region in local.regions : "dms.${region}"] : []) : "${service}.amazonaws.com"]))

  # Services without a region, or with all their calls in one that need not be among the account's.
  global = [
    "account:*", "budgets:*", "ce:*", "cloudfront:*", "globalaccelerator:*", "health:*", "iam:*", "organizations:*", "route53:*",
    "s3:GetAccountPublicAccessBlock", "s3:ListAllMyBuckets", "shield:*", "sts:*", "support:*",
  ]
  global_services   = toset(["budgets", "ce", "cloudfront", "globalaccelerator", "health", "route53", "shield", "support"])
  regional_services = setsubtract(var.deploy.services, local.global_services)

  # Who GitHub says that a job is: what its token is issued for.
  subjects = {
    deploy = [for name in var.deploy.environments : "repo:${var.repository}:environment:${name}"]
    plan = concat(
      [for name in var.plan.environments : "repo:${var.repository}:environment:${name}"],
      [for name in var.plan.branches : "repo:${var.repository}:ref:refs/heads/${name}"],
      var.plan.pull_requests ? ["repo:${var.repository}:pull_request"] : [],
    )
  }
  trusted = { deploy = var.deploy.trusted_role_arns, plan = var.plan.trusted_role_arns }

  trust = { for role, arn in local.role_arns : role => jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      length(local.subjects[role]) == 0 ? [] : [{
        Sid       = "GitHub"
        Effect    = "Allow"
        Principal = { Federated = local.oidc_provider_arn }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = { StringEquals = { "${local.github}:aud" = "sts.amazonaws.com", "${local.github}:sub" = sort(local.subjects[role]) } }
      }],
      length(local.trusted[role]) == 0 ? [] : [{
        Sid       = "Roles"
        Effect    = "Allow"
        Principal = { AWS = sort(local.trusted[role]) }
        Action    = "sts:AssumeRole"
      }],
      [{ # the provider's assume_role, in a session of the role already; by condition, as a role that is not there yet cannot be a principal
        Sid       = "Itself"
        Effect    = "Allow"
        Principal = { AWS = "${local.iam}:root" }
        Action    = "sts:AssumeRole"
        Condition = { ArnEquals = { "aws:PrincipalArn" = arn } }
      }],
    )
  }) }
}
