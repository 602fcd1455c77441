output "registry_id" {
  description = "Id of the registry: the account's."
  value       = var.account_id
}

output "registry_url" {
  description = "Host name of the registry, for `docker login` and for the names of images."
  value       = "${var.account_id}.dkr.ecr.${var.region}.${local.domain}"
}

output "repository_arns" {
  description = "ARNs of the repositories by name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}

output "repository_urls" {
  description = "URLs of the repositories by name: what an image is called without its tag."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}
