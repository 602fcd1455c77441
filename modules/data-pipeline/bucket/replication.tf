# Copies of all that is written from now on, in another region.
resource "aws_s3_bucket_replication_configuration" "this" {
  count = var.replication != null ? 1 : 0

  bucket = aws_s3_bucket.this.id
  role   = aws_iam_role.replication[0].arn

  rule {
    id       = local.replication_rule_id
    status   = "Enabled"
    priority = 1

    filter {}

    delete_marker_replication {
      status = var.replication.deletions ? "Enabled" : "Disabled"
    }
    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket        = var.replication.bucket_arn
      storage_class = var.replication.storage_class

      encryption_configuration {
        replica_kms_key_id = var.replication.kms_key_arn
      }
      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }
      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }
    }
  }

  # A bucket can be copied from when it is versioned, and by a role that may.
  depends_on = [aws_s3_bucket_versioning.this, aws_iam_role_policy.replication]
}

resource "aws_iam_role" "replication" {
  count = var.replication != null ? 1 : 0

  name                 = local.replication_role_name
  description          = "Copies the objects in ${var.name} to ${var.replication.region}"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id }, ArnEquals = { "aws:SourceArn" = local.bucket_arn } }
    }]
  })
}

resource "aws_iam_role_policy" "replication" {
  count = var.replication != null ? 1 : 0

  name = "replication"
  role = aws_iam_role.replication[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadConfiguration"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = [local.bucket_arn]
      },
      {
        Sid      = "ReadObjects"
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = ["${local.bucket_arn}/*"]
      },
      {
        Sid      = "Decrypt"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [var.kms_key_arn]
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${var.region}.${local.domain}" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["${local.bucket_arn}*"] }
        }
      },
      {
        Sid      = "WriteCopies"
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = ["${var.replication.bucket_arn}/*"]
      },
      {
        Sid      = "Encrypt"
        Effect   = "Allow"
        Action   = ["kms:Encrypt", "kms:GenerateDataKey"]
        Resource = [var.replication.kms_key_arn]
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${var.replication.region}.${local.domain}" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["${var.replication.bucket_arn}*"] }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_metric_alarm" "replication" {
  count = var.replication != null ? 1 : 0

  alarm_name          = "${var.name}-not-copied"
  alarm_description   = join(" ", concat(["An object of ${var.name} could not be copied to ${var.replication.region}: there it is missing, or an old one."], [for url in var.alarms.runbook_url[*] : "Runbook: ${url}#operationsfailedreplication"]))
  namespace           = "AWS/S3"
  metric_name         = "OperationsFailedReplication"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = values(var.alarms.topic_arns)
  ok_actions          = values(var.alarms.topic_arns)
  tags                = var.tags

  dimensions = {
    SourceBucket      = var.name
    DestinationBucket = element(split(":", var.replication.bucket_arn), 5)
    RuleId            = local.replication_rule_id
  }

  depends_on = [aws_s3_bucket_replication_configuration.this]
}
