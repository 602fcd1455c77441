# groundplan:ignore GP015 -- the subnets of 2019 keep their addresses
resource "aws_subnet" "old" {
  for_each = var.subnets
}
