# groundplan:ignore GP015
resource "aws_subnet" "old" {
  count = length(var.zones)
}
