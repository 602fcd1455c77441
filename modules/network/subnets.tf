resource "aws_subnet" "public" {
  for_each = local.tiers.public

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = each.value
  map_public_ip_on_launch = false # load balancers and NAT gateways bring their own addresses

  tags = merge(var.tags, { Tier = "public" }, var.subnet_tags.public, { Name = "${var.name}-public-${each.key}" })
}

resource "aws_subnet" "private" {
  for_each = local.tiers.private

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = merge(var.tags, { Tier = "private" }, var.subnet_tags.private, { Name = "${var.name}-private-${each.key}" })
}

resource "aws_subnet" "database" {
  for_each = local.tiers.database

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = merge(var.tags, { Tier = "database" }, var.subnet_tags.database, { Name = "${var.name}-database-${each.key}" })
}

resource "aws_db_subnet_group" "this" {
  name        = "${var.name}-database"
  description = "Database tier of ${var.name}"
  subnet_ids  = values(aws_subnet.database)[*].id

  tags = merge(var.tags, { Name = "${var.name}-database" })
}
