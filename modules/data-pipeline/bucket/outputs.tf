# Put together, so that they are known while planning; who takes them waits until the bucket is closed, and tells of its objects.
output "bucket_arn" {
  description = "ARN of the bucket."
  value       = "arn:${local.partition}:s3:::${aws_s3_bucket.this.bucket}"

  depends_on = [
    aws_s3_bucket_notification.this, aws_s3_bucket_ownership_controls.this, aws_s3_bucket_policy.this, aws_s3_bucket_server_side_encryption_configuration.this,
  ]
}

output "bucket_id" {
  description = "Id of the bucket, which is its name, known only once it is there."
  value       = aws_s3_bucket.this.id
}

output "bucket_name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket

  depends_on = [
    aws_s3_bucket_notification.this, aws_s3_bucket_ownership_controls.this, aws_s3_bucket_policy.this, aws_s3_bucket_server_side_encryption_configuration.this,
  ]
}

output "replication_role_arn" {
  description = "ARN of the role that copies objects, null without `replication`."
  value       = one(aws_iam_role.replication[*].arn)
}
