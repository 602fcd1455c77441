output "alias_names" {
  description = "The alias of each key (alias/<name>-<purpose>), by purpose."
  value       = { for purpose, _ in var.keys : purpose => aws_kms_alias.this["${var.name}-${purpose}"].name }
}

output "key_arns" {
  description = "ARNs of the keys, by purpose."
  value       = { for purpose, key in aws_kms_key.this : purpose => key.arn }
}

output "key_ids" {
  description = "Ids of the keys, by purpose."
  value       = { for purpose, key in aws_kms_key.this : purpose => key.key_id }
}
