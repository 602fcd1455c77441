moved {
  from = aws_s3_bucket.logs
  to   = aws_s3_bucket.access_logs
}

moved {
  from = aws_sqs_queue.this
  to   = aws_sqs_queue.this["main"]
}

resource "aws_s3_bucket" "access_logs" {
  bucket = var.name
}

resource "aws_sqs_queue" "this" {
  for_each = var.queues
  name     = each.key
}
