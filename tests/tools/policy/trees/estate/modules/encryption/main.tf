resource "aws_kms_key" "this" {
  description         = "data"
  enable_key_rotation = true
  policy              = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
}

output "key_arn" {
  value = aws_kms_key.this.arn
}
