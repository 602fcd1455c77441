# A service has one way of deployment from its birth: this one rolls, the one in blue_green.tf is CodeDeploy's.
resource "aws_ecs_service" "this" {
  count = local.blue_green ? 0 : 1

  name            = var.name
  cluster         = var.cluster.arn
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.desired_count
  tags            = var.tags

  deployment_maximum_percent         = var.maximum_percent
  deployment_minimum_healthy_percent = var.minimum_healthy_percent
  health_check_grace_period_seconds  = var.load_balancer.health_check.grace_period_seconds
  availability_zone_rebalancing      = var.maximum_percent > 100 ? "ENABLED" : "DISABLED" # needs headroom
  enable_execute_command             = var.container.execute_command != null
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"
  force_new_deployment               = true # without it, another capacity provider strategy replaces the service

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "alarms" {
    for_each = length(local.deployment.alarm_names) > 0 ? [local.deployment.alarm_names] : []

    content {
      enable      = true
      rollback    = true
      alarm_names = alarms.value
    }
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategy

    content {
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value.weight
      base              = capacity_provider_strategy.value.base
    }
  }

  network_configuration {
    subnets          = values(var.network.task_subnet_ids)
    security_groups  = [var.network.task_security_group_id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.this.arn
    container_name   = var.name
    container_port   = var.container.port
  }

  lifecycle {
    ignore_changes = [desired_count] # owned by aws_appautoscaling_target.this
  }

  # Tasks start at once: their roles must be able to do their work, and the target group must be in use.
  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy.task, aws_lb_listener.https]
}

moved {
  from = aws_ecs_service.this
  to   = aws_ecs_service.this[0]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is an input; a year is not right for every environment
  name              = local.log_group_name
  retention_in_days = var.log_group.retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
