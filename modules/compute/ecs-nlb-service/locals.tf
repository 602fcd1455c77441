locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  log_group_name = coalesce(var.log_group.name, "/ecs/${var.name}")
  log_group_arn  = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group_name}"

  # IAM is global: the region keeps a second copy of the service, in another region of the account, from colliding.
  execution_role_name = "${var.name}-execution-${var.region}"
  task_role_name      = "${var.name}-task-${var.region}"

  # Of connections without TLS a network load balancer writes no access log.
  log_destination = anytrue([for listener in values(var.listeners) : listener.protocol == "TLS"]) ? var.load_balancer.access_logs.destination : "none"
  own_log_bucket  = local.log_destination == "own_bucket"
  log_bucket_name = "${var.name}-nlb-logs-${var.account_id}-${var.region}"
  log_bucket_arn  = "arn:${local.partition}:s3:::${local.log_bucket_name}"

  # One rule for each source of each listener.
  sources = merge([for name, listener in var.listeners : {
    for key, source in listener.sources : "${name}/${key}" => merge(source, { port = listener.port })
  }]...)

  # Auto Scaling alone owns the number of tasks; a fixed number is a range of one. README, "How many tasks".
  capacity = {
    min = var.auto_scaling_enabled ? var.auto_scaling_capacity.min : var.desired_count
    max = var.auto_scaling_enabled ? var.auto_scaling_capacity.max : var.desired_count
  }
}
