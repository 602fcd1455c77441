locals {
  # Not eu-west-1: comments are free.
  trail = "arn:aws:cloudtrail:us-east-1:${var.account_id}:trail/all"
  owner = "123456789012"
}
