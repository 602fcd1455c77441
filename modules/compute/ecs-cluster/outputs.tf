output "cluster_arn" {
  description = "ARN of the cluster."
  value       = aws_ecs_cluster.this.arn

  # A service that uses the Spot capacity provider fails while the cluster does not have it yet.
  depends_on = [aws_ecs_cluster_capacity_providers.this]
}

output "cluster_name" {
  description = "Name of the cluster, known at plan time."
  value       = aws_ecs_cluster.this.name

  depends_on = [aws_ecs_cluster_capacity_providers.this]
}

output "exec_log_group_arn" {
  description = "ARN of the log group of the ECS Exec sessions, for the `execute_command` of a service."
  value       = aws_cloudwatch_log_group.exec.arn
}

output "log_group_names" {
  description = "Names of the cluster's log groups, keyed by purpose (`exec`, `performance`)."
  value = merge(
    { exec = aws_cloudwatch_log_group.exec.name },
    { for purpose, group in aws_cloudwatch_log_group.insights : purpose => group.name },
  )
}
