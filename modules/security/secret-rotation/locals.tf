locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  arns = [for key in sort(keys(var.secrets)) : var.secrets[key].arn]
  keys = distinct([for key in sort(keys(var.secrets)) : var.secrets[key].kms_key_arn])
}
