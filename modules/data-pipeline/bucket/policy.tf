# Of its own the policy allows nothing: who may do what is said by IAM, and by the caller's statements. It takes away, and nothing
# that is allowed elsewhere gives that back.
locals {
  everything = [local.bucket_arn, "${local.bucket_arn}/*"]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for statement in [
        {
          Sid       = "DenyPlainHttp"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:*"]
          Resource  = local.everything
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "DenyOldTls"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:*"]
          Resource  = local.everything
          Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
        },
        var.receives_access_logs ? null : { # what asks for nothing gets the bucket's key
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
        var.receives_access_logs ? null : {
          Sid       = "DenyOtherKeys"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject"]
          Resource  = ["${local.bucket_arn}/*"]
          Condition = {
            StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = var.kms_key_arn }
            Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
          }
        },
        !var.receives_access_logs ? null : {
          Sid       = "ReceiveAccessLogs"
          Effect    = "Allow"
          Principal = { Service = "logging.s3.amazonaws.com" }
          Action    = ["s3:PutObject"]
          Resource  = ["${local.bucket_arn}/*"]
          Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
        },
      ] : statement if statement != null],
      [for sid, statement in var.statements : merge(
        {
          Sid    = sid
          Effect = statement.effect
          Action = statement.actions
          Resource = concat(
            statement.on_bucket ? [local.bucket_arn] : [],
            [for pattern in statement.objects : "${local.bucket_arn}/${pattern}"],
          )
        },
        # One of the two: the types of a conditional's branches would have to agree.
        { for everybody in ["*"] : "Principal" => everybody if local.is_for_everybody[sid] },
        { for principal in [local.principals[sid]] : "Principal" => principal if !local.is_for_everybody[sid] },
        { for conditions in [local.conditions[sid]] : "Condition" => conditions if length(conditions) > 0 },
      )],
    )
  })

  is_for_everybody = { for sid, statement in var.statements : sid => length(statement.principal_arns) + length(statement.services) == 0 }

  principals = { for sid, statement in var.statements : sid => merge(
    { for arns in [statement.principal_arns] : "AWS" => sort(arns) if length(arns) > 0 },
    { for services in [statement.services] : "Service" => sort([for service in services : "${service}.amazonaws.com"]) if length(services) > 0 },
  ) }

  # A service does as others tell it: without a condition that says whose wish it is, it may act for this account alone.
  conditions = { for sid, statement in var.statements : sid => (
    length(statement.services) == 0 || statement.effect == "Deny" || anytrue([for tests in values(statement.conditions) : length(setintersection(keys(tests), ["aws:SourceAccount", "aws:SourceArn"])) > 0])
    ? statement.conditions
    : merge(statement.conditions, { StringEquals = merge(lookup(statement.conditions, "StringEquals", {}), { "aws:SourceAccount" = [var.account_id] }) })
  ) }
}
