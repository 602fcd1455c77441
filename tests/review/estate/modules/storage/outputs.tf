output "bucket_arn" {
  description = "The bucket."
  value       = module.bucket.arn
}

output "bucket_name" {
  description = "The bucket's name."
  value       = module.bucket.name
}

output "table_arns" {
  description = "Name => table."
  value       = { for name, table in aws_dynamodb_table.this : name => table.arn }
}
