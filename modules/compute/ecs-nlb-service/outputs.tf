output "execution_role_arn" {
  description = "ARN of the role that starts the tasks."
  value       = aws_iam_role.execution.arn
}

output "log_group_name" {
  description = "Name of the service's log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "nlb_arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "nlb_arn_suffix" {
  description = "The load balancer as CloudWatch names it (dimension `LoadBalancer`)."
  value       = aws_lb.this.arn_suffix
}

output "nlb_dns_name" {
  description = "DNS name of the load balancer, the target of an alias record."
  value       = aws_lb.this.dns_name
}

output "nlb_security_group_id" {
  description = "Security group of the load balancer, for the rules of others."
  value       = aws_security_group.nlb.id
}

output "nlb_zone_id" {
  description = "Hosted zone of the load balancer's DNS name, for an alias record."
  value       = aws_lb.this.zone_id
}

output "service_name" {
  description = "Name of the ECS service."
  value       = aws_ecs_service.this.name
}

output "target_group_arn_suffix" {
  description = "The target group as CloudWatch names it (dimension `TargetGroup`)."
  value       = aws_lb_target_group.this.arn_suffix
}

output "target_group_arns" {
  description = "ARNs of the target groups by role; `primary` is the one that serves."
  value       = { primary = aws_lb_target_group.this.arn }
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
