locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  function_arn   = "arn:${local.partition}:lambda:${var.region}:${var.account_id}:function:${var.name}"
  log_group_name = "/aws/lambda/${var.name}"
  log_group_arn  = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group_name}"

  in_vpc   = length(var.network.subnet_ids) > 0
  is_image = var.package.image_uri != null

  # IAM is global: the region keeps a copy of the function, in another region of the account, from colliding.
  role_name = "${var.name}-lambda-${var.region}"
}
