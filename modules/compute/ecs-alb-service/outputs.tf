output "alb_arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "alb_arn_suffix" {
  description = "The load balancer as CloudWatch names it (dimension `LoadBalancer`)."
  value       = aws_lb.this.arn_suffix
}

output "alb_dns_name" {
  description = "DNS name of the load balancer, the target of an alias record."
  value       = aws_lb.this.dns_name
}

output "alb_zone_id" {
  description = "Hosted zone of the load balancer's DNS name, for an alias record."
  value       = aws_lb.this.zone_id
}

output "deployment_request" {
  description = "With `blue_green`, what starts the deployment of the current revision: `aws deploy create-deployment --cli-input-json` takes it. Otherwise null."
  value       = local.blue_green ? jsonencode(local.deployment_request) : null
}

output "execution_role_arn" {
  description = "ARN of the role that starts the tasks."
  value       = aws_iam_role.execution.arn
}

output "log_group_name" {
  description = "Name of the service's log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "service_name" {
  description = "Name of the ECS service."
  value       = local.service_name
}

output "target_group_arn_suffix" {
  description = "The target group as CloudWatch names it (dimension `TargetGroup`)."
  value       = aws_lb_target_group.this.arn_suffix
}

output "target_group_arn_suffixes" {
  description = "The target groups as CloudWatch names them, by role: `primary` and, with `blue_green`, `green`."
  value       = { for role, group in local.target_groups : role => group.arn_suffix }
}

output "target_group_arns" {
  description = "ARNs of the target groups by role: `primary` and, with `blue_green`, `green`; these two take turns to serve."
  value       = { for role, group in local.target_groups : role => group.arn }
}

output "task_definition_arn" {
  description = "ARN of the current revision of the task definition."
  value       = aws_ecs_task_definition.this.arn
}

output "task_role_arn" {
  description = "ARN of the role that the application runs with."
  value       = aws_iam_role.task.arn
}

output "task_security_group_id" {
  description = "Security group of the tasks."
  value       = var.network.task_security_group_id
}
