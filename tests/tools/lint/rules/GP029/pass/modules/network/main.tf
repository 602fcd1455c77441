resource "aws_s3_bucket" "this" {
  for_each = var.buckets
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this
}

resource "aws_route" "to_gateway" {
  for_each = { for key, subnet in var.subnets : key => aws_subnet.this[key].id }
}
