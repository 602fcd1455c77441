locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  tiers = {
    public   = zipmap(var.availability_zones, var.public_subnet_cidrs)
    private  = zipmap(var.availability_zones, var.private_subnet_cidrs)
    database = zipmap(var.availability_zones, var.database_subnet_cidrs)
  }

  # Zones that get a NAT gateway, and for each zone the gateway that its private subnet uses.
  first_zone = var.availability_zones[0]
  nat_zones  = toset(var.one_nat_gateway_per_az ? var.availability_zones : var.single_nat_gateway ? [local.first_zone] : [])
  nat_of_zone = {
    for zone in var.availability_zones : zone => var.one_nat_gateway_per_az ? zone : local.first_zone
    if length(local.nat_zones) > 0
  }

  flow_log_group_name = "/aws/vpc/${var.name}/flow-logs"
  flow_log_group_arn  = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.flow_log_group_name}"
}
