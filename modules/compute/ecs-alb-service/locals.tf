locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  log_group_name = coalesce(var.log_group.name, "/ecs/${var.name}")
  log_group_arn  = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group_name}"

  # IAM is global: the region keeps a second copy of the service, in another region of the account, from colliding.
  execution_role_name = "${var.name}-execution-${var.region}"
  task_role_name      = "${var.name}-task-${var.region}"

  own_log_bucket  = var.load_balancer.access_logs.destination == "own_bucket"
  log_bucket_name = "${var.name}-alb-logs-${var.account_id}-${var.region}"
  log_bucket_arn  = "arn:${local.partition}:s3:::${local.log_bucket_name}"

  # Auto Scaling alone owns the number of tasks; a fixed number is a range of one. README, "How many tasks".
  capacity = {
    min = var.auto_scaling_enabled ? var.auto_scaling_capacity.min : var.desired_count
    max = var.auto_scaling_enabled ? var.auto_scaling_capacity.max : var.desired_count
  }

  deployment   = var.load_balancer.deployment
  blue_green   = local.deployment.strategy == "blue_green"
  service_name = one(concat(aws_ecs_service.this[*].name, aws_ecs_service.blue_green[*].name))
}
