locals {
  parameter_arn_prefix = "arn:${local.partition}:ssm:${var.region}:${var.account_id}:parameter"

  # Only tasks of this account and region may take the roles.
  task_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${var.region}:${var.account_id}:*" }
      }
    }]
  })

  # account, region, repository; empty where the image does not come from ECR.
  ecr = try(regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)", var.container_image), [])

  execution_statements = concat(
    [{
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${local.log_group_arn}:*"]
    }],
    length(local.ecr) == 0 ? [] : [
      {
        Sid      = "LogInToRegistry"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = ["*"] # knows no resources
      },
      {
        Sid      = "PullImage"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = ["arn:${local.partition}:ecr:${local.ecr[1]}:${local.ecr[0]}:repository/${local.ecr[2]}"]
      },
    ],
    length(var.container.secrets) == 0 ? [] : [{
      Sid      = "ReadSecrets"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = distinct([for secret in values(var.container.secrets) : secret.arn])
    }],
    length(var.container.parameters) == 0 ? [] : [{
      Sid      = "ReadParameters"
      Effect   = "Allow"
      Action   = ["ssm:GetParameters"]
      Resource = distinct([for parameter in values(var.container.parameters) : "${local.parameter_arn_prefix}${parameter}"])
    }],
    length(var.container.secrets_kms_key_arns) == 0 ? [] : [{
      Sid      = "DecryptSecrets"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = var.container.secrets_kms_key_arns
      Condition = {
        StringEquals = { "kms:ViaService" = ["secretsmanager.${var.region}.amazonaws.com", "ssm.${var.region}.amazonaws.com"] }
      }
    }],
  )

  application_statements = [for sid, statement in var.task_policy_statements : {
    for key, value in {
      Sid       = sid
      Effect    = "Allow"
      Action    = statement.actions
      Resource  = statement.resources
      Condition = statement.conditions
    } : key => value if key != "Condition" || length(statement.conditions) > 0
  }]

  exec_statements = flatten([for exec in var.container.execute_command[*] : [
    {
      Sid      = "ExecSession"
      Effect   = "Allow"
      Action   = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel", "logs:DescribeLogGroups"]
      Resource = ["*"] # know no resources
    },
    {
      Sid      = "ExecLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = ["${exec.log_group_arn}:*"]
    },
    {
      Sid      = "ExecEncryption"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = [exec.kms_key_arn]
    },
  ]])
}

# What ECS does for the task before it runs: pull the image, fetch the secrets, write the logs.
resource "aws_iam_role" "execution" {
  name               = local.execution_role_name
  description        = "Starts the tasks of ${var.name}"
  assume_role_policy = local.task_trust
  tags               = var.tags
}

resource "aws_iam_role_policy" "execution" {
  name   = "execution"
  role   = aws_iam_role.execution.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.execution_statements })
}

# What the application may do itself.
resource "aws_iam_role" "task" {
  name               = local.task_role_name
  description        = "What ${var.name} may do"
  assume_role_policy = local.task_trust
  tags               = var.tags
}

resource "aws_iam_role_policy" "task" {
  count = length(var.task_policy_statements) > 0 || var.container.execute_command != null ? 1 : 0

  name   = "application"
  role   = aws_iam_role.task.name
  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.application_statements, local.exec_statements) })
}
