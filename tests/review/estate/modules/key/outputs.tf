output "arns" {
  description = "The keys by name."
  value       = { for name, key in aws_kms_key.this : name => key.arn }
}
