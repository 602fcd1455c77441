variable "name" {
  type = string
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/vpc/${var.name}"
}

resource "aws_security_group" "this" {
  name        = var.name
  description = "doors"
  vpc_id      = "vpc-mock"
}

resource "aws_vpc_security_group_ingress_rule" "public" {
  #checkov:skip=GP_AWS_1:The public site.
  security_group_id = aws_security_group.this.id
  description       = "HTTPS"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = aws_security_group.this.id
  description       = "SSH"
  cidr_ipv6         = "::/0"
  from_port         = 22
  to_port           = 22
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "inside" {
  security_group_id = aws_security_group.this.id
  description       = "inside"
  cidr_ipv4         = "10.0.0.0/8"
  from_port         = 22
  to_port           = 22
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.this.id
  description       = "out"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
