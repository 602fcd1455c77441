output "database_route_table_id" {
  description = "Route table of the database tier, for peering and transit routes."
  value       = aws_route_table.database.id
}

output "database_subnet_group_name" {
  description = "Database subnet group over the database tier."
  value       = aws_db_subnet_group.this.name
}

output "database_subnet_ids" {
  description = "Subnets of the database tier, by zone."
  value       = { for zone, subnet in aws_subnet.database : zone => subnet.id }
}

output "flow_log_group_name" {
  description = "Log group that holds the flow logs."
  value       = aws_cloudwatch_log_group.flow_logs.name
}

output "nat_gateway_ids" {
  description = "NAT gateways, by zone; empty without NAT."
  value       = { for zone, gateway in aws_nat_gateway.this : zone => gateway.id }
}

output "nat_public_ips" {
  description = "Addresses that traffic from the private subnets comes from, by zone, for the allow lists of others."
  value       = { for zone, address in aws_eip.nat : zone => address.public_ip }
}

output "private_route_table_ids" {
  description = "Route tables of the private tier, by zone."
  value       = { for zone, table in aws_route_table.private : zone => table.id }
}

output "private_subnet_ids" {
  description = "Subnets of the private tier, by zone. Ready means routed: what runs in them waits for NAT and endpoints."
  value       = { for zone, subnet in aws_subnet.private : zone => subnet.id }

  depends_on = [
    aws_network_acl_association.private,
    aws_network_acl_rule.private,
    aws_route.private_nat,
    aws_route_table_association.private,
    aws_vpc_endpoint.gateway,
    aws_vpc_endpoint.interface,
  ]
}

output "public_route_table_id" {
  description = "Route table of the public tier."
  value       = aws_route_table.public.id
}

output "public_subnet_ids" {
  description = "Subnets of the public tier, by zone."
  value       = { for zone, subnet in aws_subnet.public : zone => subnet.id }

  depends_on = [aws_network_acl_association.public, aws_route.public_internet, aws_route_table_association.public]
}

output "security_group_ids" {
  description = "Security groups by role. A role is null where the inputs did not ask for its group."
  value = {
    alb       = one(aws_security_group.alb[*].id)
    database  = one(aws_security_group.database[*].id)
    dms       = one(aws_security_group.dms[*].id)
    ecs_tasks = one(aws_security_group.ecs_tasks[*].id)
    endpoints = one(aws_security_group.endpoints[*].id)
    lambda    = one(aws_security_group.lambda[*].id)
  }

  depends_on = [
    aws_vpc_security_group_egress_rule.alb_to_ecs_tasks,
    aws_vpc_security_group_egress_rule.dms_https,
    aws_vpc_security_group_egress_rule.ecs_tasks_https,
    aws_vpc_security_group_egress_rule.https_to_endpoints,
    aws_vpc_security_group_egress_rule.https_to_gateways,
    aws_vpc_security_group_egress_rule.lambda_https,
    aws_vpc_security_group_egress_rule.to_database,
    aws_vpc_security_group_ingress_rule.alb_http,
    aws_vpc_security_group_ingress_rule.alb_https,
    aws_vpc_security_group_ingress_rule.database_from,
    aws_vpc_security_group_ingress_rule.ecs_tasks_from_alb,
  ]
}

output "vpc_cidr_block" {
  description = "Range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}
