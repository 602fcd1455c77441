resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144
  bucket = var.name
}
