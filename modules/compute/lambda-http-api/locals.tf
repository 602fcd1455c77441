locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  function_arn   = "arn:${local.partition}:lambda:${var.region}:${var.account_id}:function:${var.name}"
  log_group_name = "/aws/lambda/${var.name}"
  log_group_arn  = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group_name}"

  canary = var.deployment.strategy == "canary"
  alias  = one(concat(aws_lambda_alias.live, aws_lambda_alias.canary))

  # IAM is global: the region keeps a copy of the function, in another region of the account, from colliding.
  role_name = "${var.name}-lambda-${var.region}"

  # One JSON object a request, with what is needed to find it again in the function's log and in X-Ray.
  access_log_format = jsonencode({
    requestId        = "$context.requestId"
    time             = "$context.requestTime"
    sourceIp         = "$context.identity.sourceIp"
    userAgent        = "$context.identity.userAgent"
    method           = "$context.httpMethod"
    path             = "$context.path"
    routeKey         = "$context.routeKey"
    protocol         = "$context.protocol"
    status           = "$context.status"
    responseLength   = "$context.responseLength"
    latency          = "$context.responseLatency"
    integrationTime  = "$context.integrationLatency"
    integrationError = "$context.integrationErrorMessage"
    authorizerError  = "$context.authorizer.error"
  })
}
