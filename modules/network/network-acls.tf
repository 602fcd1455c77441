locals {
  # Rule numbers follow the letter of the zone, not its place in the list: taking out a zone renumbers nothing.
  zone_number = { for zone in var.availability_zones : zone => index(split("", "abcdefghijklmnopqrstuvwxyz"), substr(zone, -1, 1)) }

  all_ports = { from_port = 0, to_port = 0, protocol = "-1" }
  ephemeral = { from_port = 1024, to_port = 65535, protocol = "tcp" } # where answers come back; NAT gateways use all of it
  too_big   = { from_port = 0, to_port = 0, protocol = "icmp" }       # "fragmentation needed": without it large packets vanish
  http      = { from_port = 80, to_port = 80, protocol = "tcp" }
  https     = { from_port = 443, to_port = 443, protocol = "tcp" }
  anywhere  = "0.0.0.0/0"

  public_acl = {
    "ingress-http"      = merge(local.http, { rule_number = 100, cidr = local.anywhere })
    "ingress-https"     = merge(local.https, { rule_number = 110, cidr = local.anywhere })
    "ingress-vpc"       = merge(local.all_ports, { rule_number = 120, cidr = var.vpc_cidr })
    "ingress-ephemeral" = merge(local.ephemeral, { rule_number = 130, cidr = local.anywhere })
    "ingress-too-big"   = merge(local.too_big, { rule_number = 140, cidr = local.anywhere })
    "egress-vpc"        = merge(local.all_ports, { rule_number = 100, cidr = var.vpc_cidr })
    "egress-https"      = merge(local.https, { rule_number = 110, cidr = local.anywhere })
    "egress-ephemeral"  = merge(local.ephemeral, { rule_number = 120, cidr = local.anywhere })
    "egress-too-big"    = merge(local.too_big, { rule_number = 130, cidr = local.anywhere })
  }

  private_acl = {
    "ingress-vpc"       = merge(local.all_ports, { rule_number = 100, cidr = var.vpc_cidr })
    "ingress-ephemeral" = merge(local.ephemeral, { rule_number = 110, cidr = local.anywhere })
    "ingress-too-big"   = merge(local.too_big, { rule_number = 120, cidr = local.anywhere })
    "egress-vpc"        = merge(local.all_ports, { rule_number = 100, cidr = var.vpc_cidr })
    "egress-https"      = merge(local.https, { rule_number = 110, cidr = local.anywhere })
  }

  database_acl = merge(
    merge([for i, port in sort(var.database_ports) : {
      for zone, cidr in local.tiers.private : "ingress-${port}-${zone}" => {
        from_port = tonumber(port), to_port = tonumber(port), protocol = "tcp", rule_number = 100 + 30 * i + local.zone_number[zone], cidr = cidr
      }
    }]...),
    { for zone, cidr in local.tiers.private : "egress-ephemeral-${zone}" => merge(local.ephemeral, { rule_number = 100 + local.zone_number[zone], cidr = cidr }) },
  )

  network_acl_ids = {
    public   = aws_network_acl.public.id
    private  = aws_network_acl.private.id
    database = aws_network_acl.database.id
  }
}

resource "aws_network_acl" "public" {
  #checkov:skip=CKV2_AWS_1:Attached by aws_network_acl_association, one for each zone, which the check does not know
  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-public" })
}

resource "aws_network_acl" "private" {
  #checkov:skip=CKV2_AWS_1:Attached by aws_network_acl_association, one for each zone, which the check does not know
  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-private" })
}

resource "aws_network_acl" "database" {
  #checkov:skip=CKV2_AWS_1:Attached by aws_network_acl_association, one for each zone, which the check does not know
  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-database" })
}

resource "aws_network_acl_association" "public" {
  for_each = local.tiers.public

  network_acl_id = aws_network_acl.public.id
  subnet_id      = aws_subnet.public[each.key].id
}

resource "aws_network_acl_association" "private" {
  for_each = local.tiers.private

  network_acl_id = aws_network_acl.private.id
  subnet_id      = aws_subnet.private[each.key].id
}

resource "aws_network_acl_association" "database" {
  for_each = local.tiers.database

  network_acl_id = aws_network_acl.database.id
  subnet_id      = aws_subnet.database[each.key].id
}

resource "aws_network_acl_rule" "public" {
  #checkov:skip=CKV_AWS_231:Answers come back on any port from 1024; only load balancers and NAT gateways live here, nothing listens on 3389
  #checkov:skip=CKV_AWS_352:All ports are open only inside the VPC, where security groups decide; ICMP has no ports
  for_each = local.public_acl

  network_acl_id = aws_network_acl.public.id
  egress         = startswith(each.key, "egress-")
  rule_action    = "allow"
  rule_number    = each.value.rule_number
  protocol       = each.value.protocol
  from_port      = each.value.from_port
  to_port        = each.value.to_port
  cidr_block     = each.value.cidr
  icmp_type      = each.value.protocol == "icmp" ? 3 : null
  icmp_code      = each.value.protocol == "icmp" ? 4 : null
}

resource "aws_network_acl_rule" "private" {
  #checkov:skip=CKV_AWS_231:Answers come back on any port from 1024; there is no route from the internet to these subnets
  #checkov:skip=CKV_AWS_352:All ports are open only inside the VPC, where security groups decide; ICMP has no ports
  for_each = local.private_acl

  network_acl_id = aws_network_acl.private.id
  egress         = startswith(each.key, "egress-")
  rule_action    = "allow"
  rule_number    = each.value.rule_number
  protocol       = each.value.protocol
  from_port      = each.value.from_port
  to_port        = each.value.to_port
  cidr_block     = each.value.cidr
  icmp_type      = each.value.protocol == "icmp" ? 3 : null
  icmp_code      = each.value.protocol == "icmp" ? 4 : null
}

resource "aws_network_acl_rule" "database" {
  for_each = local.database_acl

  network_acl_id = aws_network_acl.database.id
  egress         = startswith(each.key, "egress-")
  rule_action    = "allow"
  rule_number    = each.value.rule_number
  protocol       = each.value.protocol
  from_port      = each.value.from_port
  to_port        = each.value.to_port
  cidr_block     = each.value.cidr
}

resource "aws_network_acl_rule" "extra" {
  #checkov:skip=CKV_AWS_352:Opened on purpose by the caller; ICMP has no ports
  for_each = var.network_acl_rules

  network_acl_id = local.network_acl_ids[each.value.tier]
  egress         = each.value.direction == "egress"
  rule_action    = each.value.action
  rule_number    = each.value.rule_number
  protocol       = each.value.protocol
  from_port      = coalesce(each.value.from_port, 0)
  to_port        = coalesce(each.value.to_port, each.value.from_port, 0)
  cidr_block     = each.value.cidr
  icmp_type      = each.value.protocol == "icmp" ? -1 : null
  icmp_code      = each.value.protocol == "icmp" ? -1 : null
}
