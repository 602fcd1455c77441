# AWS Config: what every resource was like at every time, recorded into a bucket of its own.
resource "aws_config_configuration_recorder" "this" {
  #checkov:skip=CKV2_AWS_48:all types but those that the caller excludes; what is of the whole account is recorded in one region
  count = var.config.enabled ? 1 : 0

  name     = var.name
  role_arn = aws_iam_role.config[0].arn

  recording_group {
    all_supported                 = length(local.excluded_types) == 0
    include_global_resource_types = length(local.excluded_types) == 0 && var.account_wide

    dynamic "exclusion_by_resource_types" {
      for_each = length(local.excluded_types) > 0 ? [local.excluded_types] : []

      content {
        resource_types = exclusion_by_resource_types.value
      }
    }
    recording_strategy {
      use_only = length(local.excluded_types) > 0 ? "EXCLUSION_BY_RESOURCE_TYPES" : "ALL_SUPPORTED_RESOURCE_TYPES"
    }
  }
  recording_mode {
    recording_frequency = var.config.frequency
  }
}

resource "aws_config_delivery_channel" "this" {
  count = var.config.enabled ? 1 : 0

  name           = var.name
  s3_bucket_name = aws_s3_bucket.config[0].id
  s3_kms_key_arn = var.kms_key_arn

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }

  # Config tries to write when the channel is created.
  depends_on = [aws_config_configuration_recorder.this, aws_iam_role_policy.config, aws_s3_bucket_policy.config]
}

resource "aws_config_configuration_recorder_status" "this" {
  #checkov:skip=CKV2_AWS_45:all types but those that the caller excludes
  count = var.config.enabled ? 1 : 0

  name       = aws_config_configuration_recorder.this[0].name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_iam_role" "config" {
  count = var.config.enabled ? 1 : 0

  name                 = "${var.name}-config-${var.region}"
  description          = "Records what the account is made of"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "config.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "config" {
  count = var.config.enabled ? 1 : 0

  role       = aws_iam_role.config[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWS_ConfigRole"
}

resource "aws_iam_role_policy" "config" {
  count = var.config.enabled ? 1 : 0

  name = "delivery"
  role = aws_iam_role.config[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "FindBucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketAcl", "s3:ListBucket"]
        Resource = [local.config_bucket_arn]
      },
      {
        Sid       = "WriteRecords"
        Effect    = "Allow"
        Action    = ["s3:PutObject"]
        Resource  = ["${local.config_bucket_arn}/${local.config_prefix}/*"]
        Condition = { StringLike = { "s3:x-amz-acl" = "bucket-owner-full-control" } }
      },
      {
        Sid       = "EncryptRecords"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = [var.kms_key_arn]
        Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.${local.domain}" } }
      },
    ]
  })
}

resource "aws_s3_bucket" "config" {
  #checkov:skip=CKV_AWS_18:Config writes here and nobody else; CloudTrail tells of reads
  #checkov:skip=CKV_AWS_144:what a region is made of is recorded in that region
  #checkov:skip=CKV2_AWS_62:nobody waits for the files; findings are told as events
  count = var.config.enabled ? 1 : 0

  bucket        = local.config_bucket_name
  force_destroy = var.config.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_ownership_controls" "config" {
  count = var.config.enabled ? 1 : 0

  bucket = aws_s3_bucket.config[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "config" {
  count = var.config.enabled ? 1 : 0

  bucket                  = aws_s3_bucket.config[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "config" {
  count = var.config.enabled ? 1 : 0

  bucket = aws_s3_bucket.config[0].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "config" {
  count = var.config.enabled ? 1 : 0

  bucket = aws_s3_bucket.config[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "config" {
  count = var.config.enabled ? 1 : 0

  bucket = aws_s3_bucket.config[0].id

  rule {
    id     = "end"
    status = "Enabled"

    filter {}

    expiration {
      days = var.config.retention_days
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.config]
}

resource "aws_s3_bucket_policy" "config" {
  count = var.config.enabled ? 1 : 0

  bucket = aws_s3_bucket.config[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyPlainHttp"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*"]
      Resource  = [local.config_bucket_arn, "${local.config_bucket_arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.config]
}
