data "aws_caller_identity" "this" {}

locals {
  role_arn = "arn:aws:iam::${data.aws_caller_identity.this.account_id}:role/ci"
}
