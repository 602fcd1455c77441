variable "zones" {
  type = map(string)
}

variable "kms_key_arn" {
  type = string
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144:One region is enough.
  #checkov:skip=CKV2_AWS_62, CKV_AWS_18:Nobody listens.
  #checkov:skip=CKV_AWS_145
  #checkov:skip=CKV_AWS_999:Not a rule that fails here.
  for_each = var.zones
  bucket   = "estate-${each.key == "raw" ? "raw" : "odd"}"
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::${each.value.bucket}/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "open" {
  bucket = "estate-open"
}

resource "aws_s3_bucket" "weak" {
  bucket = "estate-weak"
}

resource "aws_s3_bucket_policy" "weak" {
  bucket = "estate-weak"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_s3_bucket" "opaque" {
  bucket_prefix = "estate-opaque-"
}

resource "aws_s3_bucket_policy" "opaque" {
  bucket = aws_s3_bucket.opaque.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = aws_s3_bucket.opaque.arn }]
  })
}

module "logs" {
  source      = "./parts/logs"
  for_each    = var.zones
  name        = "estate-${each.value}"
  kms_key_arn = var.kms_key_arn
}
