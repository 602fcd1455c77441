# A canary in place of an alias that an apply moves: Terraform publishes versions, CodeDeploy moves the alias to them.
locals {
  code_deploy_role_name = "${var.name}-deploy-${var.region}"

  deployment_alarms = { for key, alarm in {
    errors = {
      metric      = "Errors"
      statistic   = "Sum"
      threshold   = var.deployment.errors_per_minute
      description = "The function fails: a deployment in flight is rolled back."
    }
    latency = {
      metric      = "Duration"
      statistic   = "p95"
      threshold   = var.deployment.latency_seconds * 1000
      description = "One call in twenty is too slow: a deployment in flight is rolled back."
    }
  } : key => alarm if local.canary }

  # Which version serves is asked for when a deployment starts: here it would change with each, and every plan would show it.
  deployment_request = {
    applicationName     = var.name
    deploymentGroupName = var.name
    revision = {
      revisionType = "AppSpecContent"
      appSpecContent = {
        content = jsonencode({
          version = "0.0"
          Resources = [{
            (var.name) = {
              Type = "AWS::Lambda::Function"
              Properties = {
                Name           = aws_lambda_function.this.function_name
                Alias          = local.alias.name
                CurrentVersion = "CURRENT_VERSION"
                TargetVersion  = aws_lambda_function.this.version
              }
            }
          }]
          Hooks = [for event, arn in var.deployment.hooks : { (event) = arn }]
        })
      }
    }
  }

  code_deploy_statements = concat(
    [
      {
        Sid      = "MoveTraffic"
        Effect   = "Allow"
        Action   = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
        Resource = [local.function_arn, "${local.function_arn}:*"]
      },
      {
        Sid      = "Watch"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarms"]
        Resource = ["*"] # finds no composite alarm by a resource
      },
    ],
    length(var.deployment.hooks) == 0 ? [] : [{
      Sid      = "RunHooks"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = distinct(values(var.deployment.hooks))
    }],
  )
}

resource "aws_lambda_alias" "canary" {
  count = local.canary ? 1 : 0

  name             = "live"
  description      = "The version that serves"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    # Version and weights are CodeDeploy's after the first apply. Terraform cannot ignore an attribute sometimes, so this is another resource than `live`.
    ignore_changes = [function_version, routing_config]
  }
}

resource "aws_codedeploy_app" "this" {
  count = local.canary ? 1 : 0

  name             = var.name
  compute_platform = "Lambda"
  tags             = var.tags
}

resource "aws_codedeploy_deployment_group" "this" {
  count = local.canary ? 1 : 0

  app_name               = aws_codedeploy_app.this[0].name
  deployment_group_name  = var.name
  deployment_config_name = var.deployment.config_name
  service_role_arn       = aws_iam_role.code_deploy[0].arn
  tags                   = var.tags

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
  }

  alarm_configuration {
    enabled = true
    alarms  = concat(values(aws_cloudwatch_metric_alarm.deployment)[*].alarm_name, var.deployment.alarm_names)
  }

  depends_on = [aws_iam_role_policy.code_deploy]
}

resource "aws_cloudwatch_metric_alarm" "deployment" {
  for_each = local.deployment_alarms

  alarm_name          = "${var.name}-deployment-${each.key}"
  alarm_description   = join(" ", concat([each.value.description], [for url in var.deployment.runbook_url[*] : "Runbook: ${url}#${lower(each.value.metric)}"]))
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = var.name, Resource = "${var.name}:live" }
  statistic           = each.value.statistic == "Sum" ? "Sum" : null
  extended_statistic  = each.value.statistic == "Sum" ? null : each.value.statistic
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

# Moves the alias of this one function, and nothing else.
resource "aws_iam_role" "code_deploy" {
  count = local.canary ? 1 : 0

  name        = local.code_deploy_role_name
  description = "Deploys ${var.name}"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codedeploy.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnEquals    = { "aws:SourceArn" = "arn:${local.partition}:codedeploy:${var.region}:${var.account_id}:deploymentgroup:${var.name}/${var.name}" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "code_deploy" {
  #checkov:skip=CKV_AWS_355:a composite alarm is found by no resource
  count = local.canary ? 1 : 0

  name   = "deployment"
  role   = aws_iam_role.code_deploy[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.code_deploy_statements })
}
