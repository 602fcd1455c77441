resource "aws_lb" "this" {
  #checkov:skip=CKV_AWS_150:on by default; an environment that is meant to be torn down switches it off in load_balancer.deletion_protection
  #checkov:skip=CKV_AWS_91:on by default where there is something to log (TLS), into a bucket of the service's own; load_balancer.access_logs says otherwise
  name               = var.name
  load_balancer_type = "network"
  internal           = var.load_balancer.internal
  subnets            = values(var.network.nlb_subnet_ids)
  security_groups    = [aws_security_group.nlb.id]
  tags               = var.tags

  enable_deletion_protection       = var.load_balancer.deletion_protection
  enable_cross_zone_load_balancing = true

  enforce_security_group_inbound_rules_on_private_link_traffic = "on"

  dynamic "access_logs" {
    for_each = local.log_destination == "none" ? [] : [local.own_log_bucket ? local.log_bucket_name : var.load_balancer.access_logs.bucket_name]

    content {
      enabled = true
      bucket  = access_logs.value
      prefix  = var.load_balancer.access_logs.prefix
    }
  }

  depends_on = [aws_s3_bucket_policy.access_logs] # the load balancer tries to write when it is told the bucket
}

resource "aws_lb_target_group" "this" {
  name                   = "${var.name}-${var.container.port}" # another port needs another group: the name lets both stand for a moment
  target_type            = "ip"
  protocol               = "TCP"
  port                   = var.container.port
  vpc_id                 = var.network.vpc_id
  deregistration_delay   = var.load_balancer.deregistration_delay_seconds
  connection_termination = true # otherwise a connection that never ends keeps an old task alive for its client
  preserve_client_ip     = tostring(var.load_balancer.preserve_client_ip)
  proxy_protocol_v2      = var.load_balancer.proxy_protocol_v2
  tags                   = var.tags

  health_check {
    protocol            = var.load_balancer.health_check.protocol
    path                = var.load_balancer.health_check.protocol == "HTTP" ? var.load_balancer.health_check.path : null
    matcher             = var.load_balancer.health_check.protocol == "HTTP" ? var.load_balancer.health_check.matcher : null
    interval            = var.load_balancer.health_check.interval_seconds
    timeout             = var.load_balancer.health_check.timeout_seconds
    healthy_threshold   = var.load_balancer.health_check.healthy_threshold
    unhealthy_threshold = var.load_balancer.health_check.unhealthy_threshold
  }

  lifecycle {
    create_before_destroy = true # a group in use by a listener cannot go
  }
}

resource "aws_lb_listener" "this" {
  for_each = var.listeners

  load_balancer_arn = aws_lb.this.arn
  port              = each.value.port
  protocol          = each.value.protocol
  certificate_arn   = each.value.certificate_arn
  ssl_policy        = each.value.protocol == "TLS" ? var.load_balancer.ssl_policy : null
  tags              = var.tags

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}
