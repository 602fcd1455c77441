locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  bucket_name = "${var.name}-${var.account_id}-${var.region}"
  bucket_arn  = "arn:${local.partition}:s3:::${local.bucket_name}"

  # IAM is global: the region keeps the role of another region's bucket from colliding.
  replication_role_name = "${var.name}-replication-${var.region}"
  replication_rule_id   = "everything"

  writers = sort(distinct(var.access.writer_role_arns))
  readers = sort(distinct(concat(var.access.reader_role_arns, var.access.writer_role_arns)))
}
