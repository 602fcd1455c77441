resource "aws_glue_crawler" "this" {
  for_each = var.crawlers

  name                   = local.crawler_names[each.key]
  description            = each.value.description == "" ? "Looks for tables and partitions of ${var.name}: ${each.key}" : each.value.description
  database_name          = aws_glue_catalog_database.this.name
  role                   = aws_iam_role.crawler[0].arn
  schedule               = each.value.schedule
  table_prefix           = each.value.table_prefix
  configuration          = local.configurations[each.key]
  security_configuration = aws_glue_security_configuration.this.name
  tags                   = var.tags

  dynamic "s3_target" {
    for_each = each.value.paths

    content {
      path       = s3_target.value
      exclusions = each.value.exclusions
    }
  }

  recrawl_policy {
    recrawl_behavior = each.value.recrawl
  }

  schema_change_policy {
    delete_behavior = each.value.schema_changes.delete
    update_behavior = each.value.schema_changes.update
  }

  # Glue tries the role when a crawler is made, and would make an unencrypted group for its events.
  depends_on = [aws_iam_role_policy.crawler, aws_cloudwatch_log_group.crawlers]
}

resource "aws_glue_security_configuration" "this" {
  name = var.name

  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "SSE-KMS"
      kms_key_arn                = var.kms_key_arn
    }
    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
      kms_key_arn                   = var.kms_key_arn
    }
    s3_encryption {
      s3_encryption_mode = "SSE-KMS"
      kms_key_arn        = var.kms_key_arn
    }
  }
}

resource "aws_cloudwatch_log_group" "crawlers" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is an input; a year is not right for every environment
  count = length(var.crawlers) > 0 ? 1 : 0

  name              = local.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "crawler" {
  count = length(var.crawlers) > 0 ? 1 : 0

  name                 = local.role_name
  description          = "What the crawlers of ${var.name} may do"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "glue.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "crawler" {
  count = length(var.crawlers) > 0 ? 1 : 0

  name = "crawler"
  role = aws_iam_role.crawler[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "ReadFiles"
          Effect   = "Allow"
          Action   = ["s3:GetObject"]
          Resource = [for path in local.paths : "arn:${local.partition}:s3:::${trimprefix(path, "s3://")}*"]
        },
        {
          Sid      = "FindBuckets"
          Effect   = "Allow"
          Action   = ["s3:GetBucketLocation"]
          Resource = [for bucket in keys(local.prefixes) : "arn:${local.partition}:s3:::${bucket}"]
        },
      ],
      [for index, bucket in keys(local.prefixes) : {
        Sid       = "ListFiles${index}"
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = ["arn:${local.partition}:s3:::${bucket}"]
        Condition = { StringLike = { "s3:prefix" = [for prefix in local.prefixes[bucket] : "${prefix}*"] } }
      }],
      [
        {
          Sid       = "DecryptFiles"
          Effect    = "Allow"
          Action    = ["kms:Decrypt"]
          Resource  = distinct(concat([var.kms_key_arn], var.data_kms_key_arns))
          Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
        },
        {
          Sid    = "KeepTables"
          Effect = "Allow"
          Action = concat(
            [
              "glue:BatchCreatePartition", "glue:BatchGetPartition", "glue:BatchUpdatePartition", "glue:CreatePartition", "glue:CreateTable",
              "glue:GetDatabase", "glue:GetPartition", "glue:GetPartitions", "glue:GetTable", "glue:GetTables", "glue:UpdatePartition", "glue:UpdateTable",
            ],
            anytrue([for crawler in values(var.crawlers) : crawler.schema_changes.delete == "DELETE_FROM_DATABASE"]) ? ["glue:BatchDeletePartition", "glue:DeletePartition", "glue:DeleteTable"] : [],
          )
          Resource = ["${local.glue_arn}:catalog", "${local.glue_arn}:database/${local.database_name}", "${local.glue_arn}:table/${local.database_name}/*"]
        },
        {
          Sid      = "KnowEncryption"
          Effect   = "Allow"
          Action   = ["glue:GetSecurityConfiguration"]
          Resource = ["*"] # knows no resources
        },
        { # the group is there; who may not make it is told so instead of that
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = [local.log_group_arn, "${local.log_group_arn}:*"]
        },
      ],
    )
  })
}
