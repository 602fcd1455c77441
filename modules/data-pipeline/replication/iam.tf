locals {
  roles = {
    read-secret = {
      description = "Lets DMS read the credentials of the source of ${var.name}"
      principal   = "dms.${var.region}.${local.domain}" # secrets are read by the service of the region
      statements = [
        {
          Sid      = "ReadSecret"
          Effect   = "Allow"
          Action   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
          Resource = [var.source_database.secret_arn]
        },
        {
          Sid       = "DecryptSecret"
          Effect    = "Allow"
          Action    = ["kms:Decrypt"]
          Resource  = [var.source_database.secret_kms_key_arn]
          Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${var.region}.${local.domain}" } }
        },
        {
          Sid      = "DescribeKey"
          Effect   = "Allow"
          Action   = ["kms:DescribeKey"]
          Resource = [var.source_database.secret_kms_key_arn]
        },
      ]
    }
    write-stream = {
      description = "Lets DMS write the changes of ${var.name} to its stream"
      principal   = "dms.${local.domain}"
      statements = [
        {
          Sid      = "WriteStream"
          Effect   = "Allow"
          Action   = ["kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords"]
          Resource = [var.target.kinesis.stream_arn]
        },
        {
          Sid      = "EncryptStream"
          Effect   = "Allow"
          Action   = ["kms:GenerateDataKey"]
          Resource = [var.target.kinesis.kms_key_arn]
          Condition = { StringEquals = {
            "kms:ViaService"                        = "kinesis.${var.region}.${local.domain}"
            "kms:EncryptionContext:aws:kinesis:arn" = var.target.kinesis.stream_arn
          } }
        },
      ]
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name                 = "${var.name}-${each.key}-${var.region}" # IAM knows no regions
  description          = each.value.description
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = each.value.principal }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.roles

  name   = each.key
  role   = aws_iam_role.this[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value.statements })
}

# ---- What DMS asks of the account, whatever runs in it

resource "aws_iam_role" "service" {
  for_each = local.service_roles

  name                 = each.key
  description          = each.value.description
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "dms.${local.domain}" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each = local.service_roles

  role       = aws_iam_role.service[each.key].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/${each.value.policy}"
}
