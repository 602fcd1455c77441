resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144:Scratch data needs no copy in a second region.
  bucket = var.name
}
