variable "name" {
  type = string
}

variable "kms_key_arn" {
  type = string
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:Ninety days are what the contract says.
  name              = var.name
  kms_key_id        = var.kms_key_arn
  retention_in_days = 90
}
