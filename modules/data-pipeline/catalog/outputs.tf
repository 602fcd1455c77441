output "crawler_names" {
  description = "Names of the crawlers, keyed like `crawlers`."
  value       = { for key, crawler in aws_glue_crawler.this : key => crawler.name }
}

output "crawler_role_arn" {
  description = "ARN of the role that the crawlers run with; null without crawlers."
  value       = one(aws_iam_role.crawler[*].arn)
}

output "database_name" {
  description = "Name of the database."
  value       = aws_glue_catalog_database.this.name
}

output "log_group_name" {
  description = "Name of the crawlers' log group; null without crawlers."
  value       = one(aws_cloudwatch_log_group.crawlers[*].name)
}

output "quality_ruleset_names" {
  description = "Names of the rulesets, keyed like `quality_rulesets`."
  value       = { for key, ruleset in aws_glue_data_quality_ruleset.this : key => ruleset.name }
}

output "security_configuration_name" {
  description = "Name of the security configuration, for jobs too."
  value       = aws_glue_security_configuration.this.name
}

output "table_names" {
  description = "Names of the declared tables."
  value       = { for key, table in aws_glue_catalog_table.this : key => table.name }
}
