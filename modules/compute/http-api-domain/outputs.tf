output "target_domain_name" {
  description = "Name that an alias record points to."
  value       = aws_apigatewayv2_domain_name.this.domain_name_configuration[0].target_domain_name
}

output "target_zone_id" {
  description = "Hosted zone of the target, for an alias record."
  value       = aws_apigatewayv2_domain_name.this.domain_name_configuration[0].hosted_zone_id
}
