resource "aws_cloudtrail" "this" {
  #checkov:skip=CKV_AWS_252:alarms on the log group tell what matters; a notification for each file tells nothing
  name                          = var.name
  s3_bucket_name                = aws_s3_bucket.this.id
  kms_key_id                    = var.kms_key_arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.this.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.delivery.arn
  tags                          = var.tags

  advanced_event_selector {
    name = "Management"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  dynamic "advanced_event_selector" {
    for_each = { for type, arns in {
      "AWS::S3::Object"       = [for arn in sort(var.data_events.bucket_arns) : "${arn}/"]
      "AWS::Lambda::Function" = sort(var.data_events.function_arns)
    } : type => arns if length(arns) > 0 }

    content {
      name = advanced_event_selector.key

      field_selector {
        field  = "eventCategory"
        equals = ["Data"]
      }
      field_selector {
        field  = "resources.type"
        equals = [advanced_event_selector.key]
      }
      field_selector {
        field       = "resources.ARN"
        starts_with = advanced_event_selector.value
      }
    }
  }

  dynamic "insight_selector" {
    for_each = var.insights ? ["ApiCallRateInsight", "ApiErrorRateInsight"] : []

    content {
      insight_type = insight_selector.value
    }
  }

  # CloudTrail tries both ways when the trail is created.
  depends_on = [aws_s3_bucket_policy.this, aws_iam_role_policy.delivery]
}

# Where events are searched, and where alarms look.
resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:the bucket keeps the events for longer; this is for searching and for alarms
  name              = local.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "delivery" {
  name                 = "${var.name}-delivery"
  description          = "Delivers the events of ${var.name} to CloudWatch Logs"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id }, ArnEquals = { "aws:SourceArn" = local.trail_arn } }
    }]
  })
}

resource "aws_iam_role_policy" "delivery" {
  name = "delivery"
  role = aws_iam_role.delivery.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteEvents"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${local.log_group_arn}:log-stream:${var.account_id}_CloudTrail_*"]
    }]
  })
}
