output "analyzer_arns" {
  description = "ARNs of the analyzers of IAM Access Analyzer that are on: `external`, `unused`."
  value = { for kind, arn in {
    external = one(aws_accessanalyzer_analyzer.external[*].arn)
    unused   = one(aws_accessanalyzer_analyzer.unused[*].arn)
  } : kind => arn if kind == "external" ? var.access_analyzer.external : var.access_analyzer.unused_days != null }
}

output "config_bucket_name" {
  description = "Name of the bucket that AWS Config records into, null where it is off."
  value       = one(aws_s3_bucket.config[*].id)
}

output "guardduty_detector_id" {
  description = "Id of GuardDuty's detector, null where it is off."
  value       = one(aws_guardduty_detector.this[*].id)
}
