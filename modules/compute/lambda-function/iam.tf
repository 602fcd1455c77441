locals {
  network_interface_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
  ]

  # The destination's ARN says what it is, and may be known only after it is made.
  dead_letter_service = try(regex("^arn:[^:]+:(sns|sqs):", var.dead_letters.destination_arn)[0], "sqs")
  dead_letter_statements = concat(
    [for letters in var.dead_letters[*] : {
      Sid      = "SendDeadLetters"
      Effect   = "Allow"
      Action   = [{ sns = "sns:Publish", sqs = "sqs:SendMessage" }[local.dead_letter_service]]
      Resource = [letters.destination_arn]
    }],
    [for key_arn in try(var.dead_letters.kms_key_arn, null)[*] : {
      Sid       = "EncryptDeadLetters"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = [key_arn]
      Condition = { StringEquals = { "kms:ViaService" = "${local.dead_letter_service}.${var.region}.amazonaws.com" } }
    }],
  )

  statements = concat(
    [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${local.log_group_arn}:*"]
      },
    ],
    [for statement in [
      {
        Sid      = "JoinNetwork"
        Effect   = "Allow"
        Action   = local.network_interface_actions
        Resource = ["arn:${local.partition}:ec2:${var.region}:${var.account_id}:*/*"]
      },
      {
        Sid      = "FindNetwork"
        Effect   = "Allow"
        Action   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
        Resource = ["*"] # know no resources
      },
      { # Lambda needs these rights, its code does not
        Sid       = "KeepCodeOffNetworkInterfaces"
        Effect    = "Deny"
        Action    = local.network_interface_actions
        Resource  = ["*"]
        Condition = { ArnEquals = { "lambda:SourceFunctionArn" = local.function_arn } }
      },
    ] : statement if local.in_vpc],
    [
      {
        Sid      = "WriteTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        Resource = ["*"] # know no resources
      },
      {
        Sid      = "DecryptEnvironment"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [var.kms_key_arn]
      },
    ],
    local.dead_letter_statements,
    length(var.secret_arns) == 0 ? [] : [{
      Sid      = "ReadSecrets"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = var.secret_arns
    }],
    length(var.secrets_kms_key_arns) == 0 ? [] : [{
      Sid       = "DecryptSecrets"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = var.secrets_kms_key_arns
      Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${var.region}.amazonaws.com" } }
    }],
    [for sid, statement in var.policy_statements : {
      for key, value in {
        Sid       = sid
        Effect    = "Allow"
        Action    = statement.actions
        Resource  = statement.resources
        Condition = statement.conditions
      } : key => value if key != "Condition" || length(statement.conditions) > 0
    }],
  )
}

resource "aws_iam_role" "this" {
  name        = local.role_name
  description = "What ${var.name} may do"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "function"
  role   = aws_iam_role.this.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}
