output "analyst_policy" {
  description = "What somebody needs who asks in the workgroup, as an IAM policy (JSON) for a role or a permission set: run queries here, read what `analysts` names, keep and read results."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.analyst_statements })
}

output "named_query_ids" {
  description = "Ids of the named queries, keyed by name; those that make views are `view_<name>`."
  value       = { for name, query in aws_athena_named_query.this : name => query.id }
}

output "prepared_statement_names" {
  description = "Names of the prepared statements."
  value       = [for statement in aws_athena_prepared_statement.this : statement.name]
}

output "results_location" {
  description = "Where results are written (`s3://<bucket>/<prefix>`)."
  value       = "s3://${var.results.bucket_name}/${var.results.prefix}"
}

output "workgroup_arn" {
  description = "ARN of the workgroup."
  value       = aws_athena_workgroup.this.arn
}

output "workgroup_name" {
  description = "Name of the workgroup."
  value       = aws_athena_workgroup.this.name
}
