resource "aws_iam_role" "this" {
  name                 = local.role_name
  description          = "What the delivery ${var.name} may do"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "firehose.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "delivery"
  role   = aws_iam_role.this.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

locals {
  statements = concat(
    [
      {
        Sid      = "ReadStream"
        Effect   = "Allow"
        Action   = ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
        Resource = [var.source_stream.stream_arn]
      },
      {
        Sid      = "DecryptStream"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [var.source_stream.kms_key_arn]
        Condition = { StringEquals = {
          "kms:ViaService"                        = "kinesis.${var.region}.${local.domain}"
          "kms:EncryptionContext:aws:kinesis:arn" = var.source_stream.stream_arn
        } }
      },
      {
        Sid      = "FindBucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
        Resource = [var.destination.bucket_arn]
      },
      {
        Sid      = "WriteObjects"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
        Resource = [for prefix in local.written : "${var.destination.bucket_arn}/${prefix}*"]
      },
      { # the parts of an upload are decrypted to become one object
        Sid      = "EncryptObjects"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [var.destination.kms_key_arn]
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${var.region}.${local.domain}" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["${var.destination.bucket_arn}*"] }
        }
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:PutLogEvents"]
        Resource = ["${local.log_group_arn}:log-stream:${local.log_stream_name}"]
      },
    ],
    [for parquet in var.parquet[*] : {
      Sid    = "ReadTable"
      Effect = "Allow"
      Action = ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"]
      Resource = [for resource in ["catalog", "database/${parquet.database}", "table/${parquet.database}/${parquet.table}"] :
        "arn:${local.partition}:glue:${var.region}:${var.account_id}:${resource}"
      ]
    }],
  )
}
