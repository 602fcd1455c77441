output "certificate_arn" {
  description = "ARN of the certificate; known when it is issued, so that a listener that uses it waits for that."
  value       = var.wait_for_validation ? aws_acm_certificate_validation.this[0].certificate_arn : aws_acm_certificate.this.arn
}

output "domain_names" {
  description = "All names on the certificate, in order."
  value       = sort(concat([var.domain_name], tolist(var.subject_alternative_names)))
}

output "validation_fqdns" {
  description = "Names of the validation records, by validated name."
  value       = { for name, record in aws_route53_record.validation : name => record.fqdn }
}
