locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"
  account   = "arn:${local.partition}:iam::${var.account_id}:root"

  # What the account may do with a key: look after it, but neither encrypt nor decrypt with it.
  administration = [
    "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey", "kms:DisableKeyRotation",
    "kms:EnableKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:GetPublicKey", "kms:ListAliases",
    "kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:ReplicateKey",
    "kms:RevokeGrant", "kms:RotateKeyOnDemand", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias",
    "kms:UpdateKeyDescription", "kms:UpdatePrimaryRegion",
  ]
  encryption = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
  delivery   = ["kms:Decrypt", "kms:GenerateDataKey*"] # what a service needs to put something into an encrypted queue, topic or bucket

  # Services that use a key on behalf of the principal who calls them.
  via = toset([
    "athena", "backup", "codebuild", "dms", "dynamodb", "ec2", "ecr", "ecs", "elasticache", "elasticfilesystem", "es", "firehose",
    "glue", "kafka", "kinesis", "lambda", "rds", "redshift", "s3", "secretsmanager", "sns", "sqs", "ssm", "states",
  ])

  # Services that use a key by themselves, each held to resources of this account in the way that service can be held.
  own_resources = { StringEquals = { "aws:SourceAccount" = var.account_id } }
  own_topics    = { ArnLike = { "kms:EncryptionContext:aws:sns:topicArn" = "arn:${local.partition}:sns:${var.region}:${var.account_id}:*" } }
  by_itself = {
    budgets    = { actions = local.delivery, condition = local.own_resources }
    cloudfront = { actions = local.delivery, condition = { ArnLike = { "aws:SourceArn" = "arn:${local.partition}:cloudfront::${var.account_id}:distribution/*" } } }
    cloudtrail = {
      actions   = concat(local.delivery, ["kms:DescribeKey"])
      condition = { ArnLike = { "aws:SourceArn" = "arn:${local.partition}:cloudtrail:*:${var.account_id}:trail/*" } }
    }
    cloudwatch       = { actions = local.delivery, condition = local.own_resources }
    costalerts       = { actions = local.delivery, condition = local.own_resources }
    "delivery.logs"  = { actions = concat(local.delivery, ["kms:DescribeKey"]), condition = local.own_resources }
    dms              = { actions = local.delivery, condition = local.own_topics }
    "dnssec-route53" = { actions = ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], condition = local.own_resources }
    events = { # tells KMS neither account nor rule where it delivers into a topic or a queue: the context says whose these are
      actions = local.delivery
      condition = { ArnLikeIfExists = {
        "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:${local.partition}:events:${var.region}:${var.account_id}:event-bus/*"
        "kms:EncryptionContext:aws:sns:topicArn"         = "arn:${local.partition}:sns:${var.region}:${var.account_id}:*"
        "kms:EncryptionContext:aws:sqs:arn"              = "arn:${local.partition}:sqs:${var.region}:${var.account_id}:*"
      } }
    }
    "events.rds" = { actions = local.delivery, condition = local.own_topics }
    logs = {
      actions   = local.encryption
      condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:*" } }
    }
    s3        = { actions = local.delivery, condition = local.own_resources }
    scheduler = { actions = local.delivery, condition = local.own_resources }
    sns       = { actions = local.delivery, condition = local.own_resources }
  }

  known_services = sort(distinct(concat(tolist(local.via), keys(local.by_itself))))

  aliases = merge([for purpose, key in var.keys : merge(
    { "${var.name}-${purpose}" = purpose },
    { for alias in key.aliases : alias => purpose },
  )]...)
}
