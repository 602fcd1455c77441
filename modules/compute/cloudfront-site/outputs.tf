output "bucket_name" {
  description = "Name of the bucket that holds the files."
  value       = aws_s3_bucket.this.id
}

output "distribution_arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "distribution_id" {
  description = "Id of the distribution, for invalidations and for metrics (dimension `DistributionId`)."
  value       = aws_cloudfront_distribution.this.id
}

output "domain_name" {
  description = "CloudFront's own name of the site: what an alias record points at."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "log_group_name" {
  description = "Name of the log group of the access log."
  value       = aws_cloudwatch_log_group.access.name
}

output "zone_id" {
  description = "Id of the zone of that name, for the alias record. It is the same for all distributions."
  value       = local.cloudfront_zone_id
}
