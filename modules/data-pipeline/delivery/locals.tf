locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  delivery_arn    = "arn:${local.partition}:firehose:${var.region}:${var.account_id}:deliverystream/${var.name}"
  log_group_name  = "/aws/kinesisfirehose/${var.name}"
  log_group_arn   = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group_name}"
  log_stream_name = "delivery"

  # IAM is global: the region keeps a copy of the delivery, in another region of the account, from colliding.
  role_name = "${var.name}-firehose-${var.region}"

  # The folders of a prefix that are the same for all objects: what the role may write below.
  written = [for prefix in [var.destination.prefix, var.destination.error_prefix] : regex("^[^!]*/", prefix)]

  gathers_megabytes = var.dynamic_partitioning != null || var.parquet != null

  alarms = merge(
    {
      freshness = {
        description = "The oldest record in ${var.name} has waited for more than ${var.max_freshness_seconds} seconds to be written to S3."
        metric      = "DeliveryToS3.DataFreshness"
        statistic   = "Maximum"
        comparison  = "GreaterThanThreshold"
        threshold   = var.max_freshness_seconds
        seconds     = 300
      }
      failures = {
        description = "${var.name} has tried to write to S3 for a quarter of an hour, and never could: see ${local.log_group_name}. It goes on for 24 hours."
        metric      = "DeliveryToS3.Success"
        statistic   = "Maximum" # that it had to try twice is nobody's worry
        comparison  = "LessThanThreshold"
        threshold   = 1
        seconds     = 900 # the longest that it gathers
      }
    },
    { for parquet in var.parquet[*] : "conversion" => {
      description = "Records of ${var.name} do not fit the table ${parquet.database}.${parquet.table}, and lie below ${var.destination.error_prefix}."
      metric      = "FailedConversion.Records"
      statistic   = "Sum"
      comparison  = "GreaterThanThreshold"
      threshold   = 0
      seconds     = 300
    } },
    { for partitioning in var.dynamic_partitioning[*] : "partitions" => {
      description = "${var.name} has more partitions open at once than its quota; the rest lies below ${var.destination.error_prefix}."
      metric      = "PartitionCountExceeded"
      statistic   = "Maximum"
      comparison  = "GreaterThanThreshold"
      threshold   = 0
      seconds     = 300
    } },
  )
}
