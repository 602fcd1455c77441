output "bucket_arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "bucket_name" {
  description = "Name of the bucket, for the backend's `bucket`."
  value       = aws_s3_bucket.this.id
}

output "replication_role_arn" {
  description = "ARN of the role that copies states, null without `replication`."
  value       = one(aws_iam_role.replication[*].arn)
}
