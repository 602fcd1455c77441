locals {
  trail = "arn:aws:cloudtrail:${var.region}:${var.account_id}:trail/all"
}
