resource "aws_subnet" "public" {
  for_each          = var.subnets
  availability_zone = each.key
}

resource "aws_nat_gateway" "this" {
  count     = var.nat_gateway ? 1 : 0
  subnet_id = values(aws_subnet.public)[0].id
}
