resource "aws_s3_bucket" "logs" {
  bucket = var.name
}

resource "aws_sqs_queue" "this" {
  name = var.name
}

resource "aws_iam_role" "old" {
  name = var.name
}
