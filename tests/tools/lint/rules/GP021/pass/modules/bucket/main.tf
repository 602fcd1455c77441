resource "aws_rds_cluster" "this" {
  cluster_identifier  = var.name
  deletion_protection = var.deletion_protection
}

resource "aws_s3_bucket" "exports" {
  bucket = var.name
}

resource "aws_dynamodb_table" "locks" {
  name = "${var.name}-locks"

  lifecycle {
    prevent_destroy = true
  }
}
