locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  bucket_arn = "arn:${local.partition}:s3:::${var.name}"

  replication_role_name = "${var.name}-replication" # a bucket's name is the world's only one
  replication_rule_id   = "everything"

  # From warm to cold: an object only ever moves on to a later one of these.
  storage_classes = ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]
  # What lies there has to be restored before it can be read: for a query it is not there.
  archives = ["GLACIER", "DEEP_ARCHIVE"]
  # S3 moves nothing there that is younger.
  least_days = { STANDARD_IA = 30, ONEZONE_IA = 30 }
}
