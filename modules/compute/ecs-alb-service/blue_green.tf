# What a blue-green service has in place of a rolling one. CodeDeploy moves traffic, tasks and revision, at any time;
# Terraform cannot ignore an attribute sometimes, so what CodeDeploy moves is ignored here, in resources of their own.
locals {
  target_groups = merge(
    { primary = aws_lb_target_group.this },
    { for group in aws_lb_target_group.green : "green" => group },
  )
}

resource "aws_lb_target_group" "green" {
  #checkov:skip=CKV_AWS_378:TLS ends at the load balancer; the tasks are in private subnets and take traffic from its security group only
  count = local.blue_green ? 1 : 0

  name                 = "${var.name}-${var.container.port}-green"
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.container.port
  vpc_id               = var.network.vpc_id
  deregistration_delay = var.load_balancer.deregistration_delay_seconds
  tags                 = var.tags

  health_check {
    path                = var.load_balancer.health_check.path
    matcher             = var.load_balancer.health_check.matcher
    interval            = var.load_balancer.health_check.interval_seconds
    timeout             = var.load_balancer.health_check.timeout_seconds
    healthy_threshold   = var.load_balancer.health_check.healthy_threshold
    unhealthy_threshold = var.load_balancer.health_check.unhealthy_threshold
  }

  lifecycle {
    create_before_destroy = true # a group in use by a listener cannot go
  }
}

# `main` is what everybody calls; on `test` a new release answers before anybody else meets it.
resource "aws_lb_listener" "blue_green" {
  for_each = local.blue_green ? { main = 443, test = local.deployment.test_port } : {}

  load_balancer_arn = aws_lb.this.arn
  port              = each.value
  protocol          = "HTTPS"
  ssl_policy        = var.load_balancer.ssl_policy
  certificate_arn   = var.certificate_arn
  tags              = var.tags

  default_action {
    type             = "forward"
    target_group_arn = each.key == "main" ? aws_lb_target_group.this.arn : aws_lb_target_group.green[0].arn
  }

  lifecycle {
    ignore_changes = [default_action] # the colour that serves is CodeDeploy's to say
  }
}

resource "aws_vpc_security_group_ingress_rule" "test" {
  for_each = local.blue_green ? local.deployment.test_sources : {}

  security_group_id            = var.network.alb_security_group_id
  description                  = "Tries new releases of ${var.name}: ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = local.deployment.test_port
  to_port                      = local.deployment.test_port
  cidr_ipv4                    = each.value.cidr_ipv4
  referenced_security_group_id = each.value.security_group_id
  tags                         = var.tags
}

resource "aws_ecs_service" "blue_green" {
  count = local.blue_green ? 1 : 0

  name            = var.name
  cluster         = var.cluster.arn
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.desired_count
  tags            = var.tags

  health_check_grace_period_seconds = var.load_balancer.health_check.grace_period_seconds
  enable_execute_command            = var.container.execute_command != null
  enable_ecs_managed_tags           = true
  propagate_tags                    = "SERVICE"

  deployment_controller {
    type = "CODE_DEPLOY"
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
    ignore_changes = [
      capacity_provider_strategy, # this and what follows: ECS takes it from a deployment only, so it is in the AppSpec
      desired_count,              # owned by aws_appautoscaling_target.this
      load_balancer,
      network_configuration,
      task_definition,
    ]
  }

  # Tasks start at once: their roles must be able to do their work, and the target group must be in use.
  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy.task, aws_lb_listener.blue_green]
}
