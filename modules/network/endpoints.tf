locals {
  interface_endpoints = length(var.vpc_endpoints.interface) > 0

  # Whoever calls through an endpoint must belong to this account: stolen keys of another one do not work from here.
  own_principals = {
    Sid       = "OwnPrincipals"
    Effect    = "Allow"
    Principal = "*"
    Action    = "*"
    Resource  = "*"
    Condition = { StringEquals = { "aws:PrincipalAccount" = var.account_id } }
  }
  # ECR hands out signed links to the layers of an image, in a bucket of its own.
  image_layers = {
    Sid       = "ImageLayers"
    Effect    = "Allow"
    Principal = "*"
    Action    = "s3:GetObject"
    Resource  = "arn:${local.partition}:s3:::prod-${var.region}-starport-layer-bucket/*"
  }
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = var.vpc_endpoints.gateway

  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = concat(values(aws_route_table.private)[*].id, [aws_route_table.database.id])

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for statement in [local.own_principals, local.image_layers] : statement if each.key == "s3" || statement.Sid == "OwnPrincipals"]
  })

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.vpc_endpoints.interface

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = values(aws_subnet.private)[*].id
  security_group_ids  = aws_security_group.endpoints[*].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [local.own_principals]
  })

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_security_group" "endpoints" {
  count = local.interface_endpoints ? 1 : 0

  name        = "${var.name}-endpoints"
  description = "Interface endpoints of AWS services"
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-endpoints" })
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_from_private" {
  for_each = local.interface_endpoints ? local.tiers.private : {}

  security_group_id = aws_security_group.endpoints[0].id
  description       = "HTTPS from the private subnet in ${each.key}"
  cidr_ipv4         = each.value
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-endpoints-${each.key}" })
}
