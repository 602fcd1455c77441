moved {
  from = aws_s3_bucket.logs
  to   = aws_s3_bucket.all["logs"]
}

resource "aws_s3_bucket" "every" {
  for_each = var.buckets
}
