locals {
  code_deploy_role_name = "${var.name}-deploy-${var.region}"

  service_arn = "arn:${local.partition}:ecs:${var.region}:${var.account_id}:service/${var.cluster.name}/${var.name}"

  # Both colours are behind the load balancer, so its metrics see whichever serves.
  deployment_alarms = { for key, alarm in {
    errors = {
      metric      = "HTTPCode_Target_5XX_Count"
      statistic   = "Sum"
      threshold   = local.deployment.errors_per_minute
      description = "The application answers with errors: a deployment in flight is rolled back."
    }
    latency = {
      metric      = "TargetResponseTime"
      statistic   = "p95"
      threshold   = local.deployment.latency_seconds
      description = "One request in twenty is too slow: a deployment in flight is rolled back."
    }
  } : key => alarm if local.blue_green }

  deployment_request = {
    applicationName     = var.name
    deploymentGroupName = var.name
    revision = {
      revisionType = "AppSpecContent"
      appSpecContent = {
        content = jsonencode({
          version = "0.0"
          Resources = [{
            TargetService = {
              Type = "AWS::ECS::Service"
              Properties = {
                TaskDefinition   = aws_ecs_task_definition.this.arn
                LoadBalancerInfo = { ContainerName = var.name, ContainerPort = var.container.port }
                NetworkConfiguration = {
                  AwsvpcConfiguration = {
                    Subnets        = values(var.network.task_subnet_ids)
                    SecurityGroups = [var.network.task_security_group_id]
                    AssignPublicIp = "DISABLED"
                  }
                }
                CapacityProviderStrategy = [for provider, share in var.capacity_provider_strategy : {
                  CapacityProvider = provider
                  Base             = share.base
                  Weight           = share.weight
                }]
              }
            }
          }]
          Hooks = [for event, arn in local.deployment.hooks : { (event) = arn }]
        })
      }
    }
  }

  code_deploy_statements = concat(
    [
      {
        Sid      = "MoveService"
        Effect   = "Allow"
        Action   = ["ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"]
        Resource = [local.service_arn]
      },
      {
        Sid       = "StartAndEndTasks"
        Effect    = "Allow"
        Action    = ["ecs:CreateTaskSet", "ecs:DeleteTaskSet"]
        Resource  = ["arn:${local.partition}:ecs:${var.region}:${var.account_id}:task-set/${var.cluster.name}/${var.name}/*"]
        Condition = { ArnEquals = { "ecs:cluster" = var.cluster.arn, "ecs:service" = local.service_arn } }
      },
      {
        Sid       = "HandOverRoles"
        Effect    = "Allow"
        Action    = ["iam:PassRole"]
        Resource  = [for name in [local.execution_role_name, local.task_role_name] : "arn:${local.partition}:iam::${var.account_id}:role/${name}"]
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
      {
        Sid      = "MoveTraffic"
        Effect   = "Allow"
        Action   = ["elasticloadbalancing:ModifyListener"]
        Resource = ["arn:${local.partition}:elasticloadbalancing:${var.region}:${var.account_id}:listener/app/${var.name}/*"]
      },
      {
        Sid      = "Watch"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarms", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetGroups"]
        Resource = ["*"] # know no resources, or find no composite alarm by one
      },
    ],
    length(local.deployment.hooks) == 0 ? [] : [{
      Sid      = "RunHooks"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = distinct(values(local.deployment.hooks))
    }],
  )
}

resource "aws_codedeploy_app" "this" {
  count = local.blue_green ? 1 : 0

  name             = var.name
  compute_platform = "ECS"
  tags             = var.tags
}

resource "aws_codedeploy_deployment_group" "this" {
  count = local.blue_green ? 1 : 0

  app_name               = aws_codedeploy_app.this[0].name
  deployment_group_name  = var.name
  deployment_config_name = local.deployment.config_name
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
    alarms  = concat(values(aws_cloudwatch_metric_alarm.deployment)[*].alarm_name, local.deployment.alarm_names)
  }

  blue_green_deployment_config {
    deployment_ready_option {
      action_on_timeout = "CONTINUE_DEPLOYMENT"
    }

    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = local.deployment.terminate_after_minutes
    }
  }

  ecs_service {
    cluster_name = var.cluster.name
    service_name = aws_ecs_service.blue_green[0].name
  }

  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route {
        listener_arns = [aws_lb_listener.blue_green["main"].arn]
      }

      test_traffic_route {
        listener_arns = [aws_lb_listener.blue_green["test"].arn]
      }

      target_group {
        name = aws_lb_target_group.this.name
      }

      target_group {
        name = aws_lb_target_group.green[0].name
      }
    }
  }

  depends_on = [aws_iam_role_policy.code_deploy]
}

resource "aws_cloudwatch_metric_alarm" "deployment" {
  for_each = local.deployment_alarms

  alarm_name          = "${var.name}-deployment-${each.key}"
  alarm_description   = join(" ", concat([each.value.description], [for url in local.deployment.runbook_url[*] : "Runbook: ${url}#${lower(each.value.metric)}"]))
  namespace           = "AWS/ApplicationELB"
  metric_name         = each.value.metric
  dimensions          = { LoadBalancer = aws_lb.this.arn_suffix }
  statistic           = each.value.statistic == "Sum" ? "Sum" : null
  extended_statistic  = each.value.statistic == "Sum" ? null : each.value.statistic
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

# Moves the traffic of this one service, and nothing else.
resource "aws_iam_role" "code_deploy" {
  count = local.blue_green ? 1 : 0

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
  #checkov:skip=CKV_AWS_355:what is described knows no resources, and a composite alarm is found by none
  count = local.blue_green ? 1 : 0

  name   = "deployment"
  role   = aws_iam_role.code_deploy[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.code_deploy_statements })
}
