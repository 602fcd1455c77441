output "fqdn" {
  description = "The name of the records when all of them share it, else null."
  value       = local.one_name ? values(aws_route53_record.this)[0].fqdn : null
}

output "fqdns" {
  description = "Full names, by record."
  value       = { for key, record in aws_route53_record.this : key => record.fqdn }
}

output "health_check_ids" {
  description = "Ids of the health checks, by name, for alarms."
  value       = { for name, check in aws_route53_health_check.this : name => check.id }
}
