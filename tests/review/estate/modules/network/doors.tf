resource "aws_security_group" "this" {
  for_each = toset(["web", "database"])

  name        = "${var.name}-${each.key}"
  description = "Who may talk to ${each.key}"
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = var.doors

  security_group_id = aws_security_group.this[each.value.group].id
  description       = "Lets ${each.key} in"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
}

resource "aws_vpc_security_group_egress_rule" "database" {
  security_group_id            = aws_security_group.this["web"].id
  description                  = "To the database"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.this["database"].id
}
