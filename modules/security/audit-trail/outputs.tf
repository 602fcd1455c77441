output "bucket_arn" {
  description = "ARN of the bucket with the trail's files."
  value       = aws_s3_bucket.this.arn
}

output "bucket_name" {
  description = "Name of the bucket with the trail's files."
  value       = aws_s3_bucket.this.id
}

output "log_group_name" {
  description = "Name of the log group that the events are delivered to."
  value       = aws_cloudwatch_log_group.this.name
}

output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}
