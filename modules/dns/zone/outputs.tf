output "ds_record" {
  description = "DS record for the parent zone; null when the zone is not signed."
  value       = one(aws_route53_key_signing_key.this[*].ds_record)
}

output "name_servers" {
  description = "Servers that the parent zone, or the registrar, has to name."
  value       = aws_route53_zone.this.name_servers
}

output "query_log_group_name" {
  description = "Log group of the queries; null without query logging."
  value       = one(aws_cloudwatch_log_group.queries[*].name)
}

output "zone_arn" {
  description = "ARN of the zone, for policies that let others write records."
  value       = aws_route53_zone.this.arn
}

output "zone_id" {
  description = "Id of the zone."
  value       = aws_route53_zone.this.zone_id
}

output "zone_name" {
  description = "Domain of the zone."
  value       = aws_route53_zone.this.name
}
