resource "aws_s3_bucket" "access_logs" {
  bucket = var.name
}

resource "aws_sqs_queue" "this" {
  for_each = var.queues
  name     = each.key
}
