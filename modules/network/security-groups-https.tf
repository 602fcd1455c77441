# What runs calls AWS over HTTPS: through NAT, anywhere that it leads to, or, with `https_to = "endpoints"`, through the endpoints
# of the network alone. Interface endpoints have a security group, gateways a prefix list of the service's addresses.
locals {
  https_roles     = setintersection(local.roles, ["dms", "ecs_tasks", "lambda"])
  https_anywhere  = try(var.security_groups.https_to == "anywhere", false) ? local.https_roles : toset([])
  https_endpoints = try(var.security_groups.https_to == "endpoints", false) ? local.https_roles : toset([])
  https_gateways = { for pair in setproduct(local.https_endpoints, var.vpc_endpoints.gateway) :
    "${pair[0]}/${pair[1]}" => { role = pair[0], service = pair[1] }
  }
}

resource "aws_vpc_security_group_egress_rule" "dms_https" {
  count = contains(local.https_anywhere, "dms") ? 1 : 0

  security_group_id = aws_security_group.dms[0].id
  description       = "HTTPS to AWS services"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-dms-https" })
}

resource "aws_vpc_security_group_egress_rule" "ecs_tasks_https" {
  count = contains(local.https_anywhere, "ecs_tasks") ? 1 : 0

  security_group_id = aws_security_group.ecs_tasks[0].id
  description       = "HTTPS to AWS services and other APIs"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-ecs-tasks-https" })
}

resource "aws_vpc_security_group_egress_rule" "lambda_https" {
  count = contains(local.https_anywhere, "lambda") ? 1 : 0

  security_group_id = aws_security_group.lambda[0].id
  description       = "HTTPS to AWS services and other APIs"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-lambda-https" })
}

resource "aws_vpc_security_group_egress_rule" "https_to_endpoints" {
  for_each = local.https_endpoints

  security_group_id            = local.client_group_ids[each.key]
  description                  = "HTTPS to AWS services with an interface endpoint"
  referenced_security_group_id = aws_security_group.endpoints[0].id
  from_port                    = 443
  to_port                      = 443
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-${each.key}-to-endpoints" })
}

resource "aws_vpc_security_group_egress_rule" "https_to_gateways" {
  for_each = local.https_gateways

  security_group_id = local.client_group_ids[each.value.role]
  description       = "HTTPS to ${each.value.service} through its gateway"
  prefix_list_id    = aws_vpc_endpoint.gateway[each.value.service].prefix_list_id
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-${each.value.role}-to-${each.value.service}" })
}
