module "bucket" {
  source = "../parts/bucket"

  name        = "${var.name}-documents"
  kms_key_arn = var.kms_key_arn
}

resource "aws_dynamodb_table" "this" {
  for_each = toset(var.tables)

  name         = "${var.name}-${each.key}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/storage/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.logs_kms_key_arn
}
