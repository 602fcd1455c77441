# A key policy is the key's only door: a principal gets through with a statement here, and statements that name the account
# hand the decision on to the IAM policies in it. So the account may administer, and use a key only through named services.
locals {
  via_services = { for purpose, key in var.keys : purpose => sort([
    for service in setintersection(key.services, local.via) : "${service}.${var.region}.${local.domain}"
  ]) }

  policies = { for purpose, key in var.keys : purpose => jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "Administration"
        Effect    = "Allow"
        Principal = { AWS = local.account }
        Action    = local.administration
        Resource  = "*"
      }],
      [for statement in [
        {
          Sid       = "UseThroughServices"
          Effect    = "Allow"
          Principal = { AWS = local.account }
          Action    = local.encryption
          Resource  = "*"
          Condition = { StringEquals = { "kms:ViaService" = local.via_services[purpose] } }
        },
        {
          Sid       = "GrantsOfServices"
          Effect    = "Allow"
          Principal = { AWS = local.account }
          Action    = "kms:CreateGrant"
          Resource  = "*"
          Condition = {
            StringEquals = { "kms:ViaService" = local.via_services[purpose] }
            Bool         = { "kms:GrantIsForAWSResource" = "true" }
          }
        },
      ] : statement if length(local.via_services[purpose]) > 0],
      [for service, use in local.by_itself : {
        Sid       = "Service${replace(title(replace(service, "/[.-]/", " ")), " ", "")}"
        Effect    = "Allow"
        Principal = { Service = service == "logs" ? "logs.${var.region}.${local.domain}" : "${service}.amazonaws.com" }
        Action    = use.actions
        Resource  = "*"
        Condition = use.condition
      } if contains(key.services, service)],
      [for service in ["dnssec-route53"] : {
        Sid       = "GrantsOfDnssec"
        Effect    = "Allow"
        Principal = { Service = "${service}.amazonaws.com" }
        Action    = "kms:CreateGrant"
        Resource  = "*"
        Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
      } if contains(key.services, service)],
      [for users in [sort(key.users)] : {
        Sid       = "Users"
        Effect    = "Allow"
        Principal = { AWS = users }
        Action    = local.encryption
        Resource  = "*"
      } if length(users) > 0],
    )
  }) }
}
