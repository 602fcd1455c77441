resource "aws_lb" "this" {
  #checkov:skip=CKV_AWS_150:on by default; an environment that is meant to be torn down switches it off in load_balancer.deletion_protection
  #checkov:skip=CKV_AWS_91:on by default, into a bucket of the service's own; load_balancer.access_logs says otherwise
  #checkov:skip=CKV2_AWS_28:a web ACL belongs to the edge of a platform, not to a service; load_balancer.web_acl associates one
  #checkov:skip=CKV2_AWS_76:the rules of the web ACL are the affair of whoever owns it
  name               = var.name
  load_balancer_type = "application"
  internal           = var.load_balancer.internal
  subnets            = values(var.network.alb_subnet_ids)
  security_groups    = [var.network.alb_security_group_id]
  idle_timeout       = var.load_balancer.idle_timeout_seconds
  tags               = var.tags

  enable_deletion_protection = var.load_balancer.deletion_protection
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"

  dynamic "access_logs" {
    for_each = var.load_balancer.access_logs.destination == "none" ? [] : [local.own_log_bucket ? local.log_bucket_name : var.load_balancer.access_logs.bucket_name]

    content {
      enabled = true
      bucket  = access_logs.value
      prefix  = var.load_balancer.access_logs.prefix
    }
  }

  depends_on = [aws_s3_bucket_policy.access_logs] # the load balancer tries to write when it is told the bucket
}

resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378:TLS ends at the load balancer; the tasks are in private subnets and take traffic from its security group only
  name                 = "${var.name}-${var.container.port}" # another port needs another group: the name lets both stand for a moment
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

resource "aws_lb_listener" "https" {
  count = local.blue_green ? 0 : 1

  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.load_balancer.ssl_policy
  certificate_arn   = var.certificate_arn
  tags              = var.tags

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

moved {
  from = aws_lb_listener.https
  to   = aws_lb_listener.https[0]
}

# Port 80 is open for one thing: to send browsers to 443.
resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  tags              = var.tags

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.load_balancer.web_acl == null ? 0 : 1

  resource_arn = aws_lb.this.arn
  web_acl_arn  = var.load_balancer.web_acl.arn
}
