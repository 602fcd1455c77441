resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${local.github}"
  client_id_list = ["sts.amazonaws.com"]
  tags           = var.tags
}

resource "aws_iam_role" "this" {
  #checkov:skip=CKV_AWS_61:the account is trusted under the condition that it is the role itself who asks
  for_each = local.trust

  name                 = "${var.name}-${each.key}"
  description          = each.key == "deploy" ? "Applies what ${var.repository} says" : "Plans what ${var.repository} says"
  assume_role_policy   = each.value
  max_session_duration = each.key == "deploy" ? var.deploy.session_seconds : 3600
  permissions_boundary = aws_iam_policy.boundary[each.key].arn
  tags                 = var.tags

  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_policy" "deploy" {
  #checkov:skip=CKV_AWS_290:it makes what is not there yet, so it cannot be named; held to services and regions instead
  #checkov:skip=CKV_AWS_355:it makes what is not there yet, so it cannot be named; held to services and regions instead
  name        = "${var.name}-deploy"
  description = "What ${var.name}-deploy may do"
  policy      = local.deploy_policy
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(replace(local.deploy_policy, " ", "")) <= 6144
      error_message = "The policy of ${var.name}-deploy has ${length(local.deploy_policy)} characters, and AWS takes 6144: name fewer services, state buckets or role_prefixes."
    }
  }
}

resource "aws_iam_role_policy_attachment" "deploy" {
  role       = aws_iam_role.this["deploy"].name
  policy_arn = aws_iam_policy.deploy.arn
}

resource "aws_iam_role_policy_attachment" "plan" {
  role       = aws_iam_role.this["plan"].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy" "plan" {
  name   = "plan"
  role   = aws_iam_role.this["plan"].name
  policy = local.plan_policy
}
