locals {
  role_arn = "arn:aws:iam::${var.account_id}:role/ci"
}

data "aws_iam_policy_document" "only_computed" {}
