resource "aws_rds_cluster" "this" {
  cluster_identifier = var.name
}

resource "aws_s3_bucket" "exports" {
  bucket        = var.name
  force_destroy = true
}
