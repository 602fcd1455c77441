# They are here before the database is, or RDS would make them itself: unencrypted, and kept for ever.
resource "aws_cloudwatch_log_group" "exports" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is an input; a year of them is seldom worth its price
  for_each = local.log_exports

  name              = "/aws/rds/${var.is_aurora ? "cluster" : "instance"}/${var.name}/${each.key}"
  kms_key_id        = coalesce(var.operations.logs.kms_key_arn, var.kms_key_arn)
  retention_in_days = var.operations.logs.retention_days

  tags = var.tags
}

resource "aws_iam_role" "monitoring" {
  count = local.monitored ? 1 : 0

  name        = "${var.name}-monitoring-${var.region}" # IAM knows no regions; a secondary must not collide
  description = "Lets RDS write operating-system metrics of ${var.name} to CloudWatch Logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:rds:${var.region}:${var.account_id}:db:${var.name}*" }
      }
    }]
  })

  tags = var.tags
}

# The policy that AWS manages for this purpose, held to the one log group that it is about.
resource "aws_iam_role_policy" "monitoring" {
  count = local.monitored ? 1 : 0

  name = "write-metrics"
  role = aws_iam_role.monitoring[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Group"
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:PutRetentionPolicy"]
        Resource = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:RDSOSMetrics"
      },
      {
        Sid      = "Streams"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"]
        Resource = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:RDSOSMetrics:log-stream:*"
      },
    ]
  })
}
