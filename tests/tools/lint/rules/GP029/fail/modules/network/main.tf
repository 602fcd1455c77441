locals {
  gateways = var.open ? { (aws_vpc.this.id) = true } : {}
}

resource "aws_s3_bucket" "this" {
  for_each = var.buckets
}

resource "aws_route" "to_gateway" {
  for_each = toset(aws_vpc.this.subnet_ids)
}

resource "aws_eip" "this" {
  for_each = local.gateways
}
