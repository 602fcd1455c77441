# Allows nothing: who may do what is said by IAM. It only takes away, and nothing that IAM says gives that back.
locals {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for statement in [
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:*"]
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "DenyOldTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:*"]
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
      {
        Sid       = "DenyOtherAccounts"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:*"]
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = {
          StringNotEquals = { "aws:PrincipalAccount" = var.account_id }
          Bool            = { "aws:PrincipalIsAWSService" = "false" }
        }
      },
      { # what asks for nothing gets the bucket's key
        Sid       = "DenyOtherEncryption"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject"]
        Resource  = ["${local.bucket_arn}/*"]
        Condition = {
          StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
          Null            = { "s3:x-amz-server-side-encryption" = "false" }
        }
      },
      var.force_destroy ? null : { # versions end by the lifecycle rule alone
        Sid       = "DenyDeletingVersions"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:DeleteObjectVersion"]
        Resource  = ["${local.bucket_arn}/*"]
      },
      length(local.readers) == 0 ? null : {
        Sid       = "DenyOtherReaders"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource  = ["${local.bucket_arn}/*"]
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = local.readers } }
      },
      length(local.writers) == 0 ? null : {
        Sid       = "DenyOtherWriters"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:DeleteObject", "s3:PutObject"]
        Resource  = ["${local.bucket_arn}/*"]
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = local.writers } }
      },
    ] : statement if statement != null]
  })
}
