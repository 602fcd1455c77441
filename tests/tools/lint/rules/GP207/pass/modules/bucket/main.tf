variable "name" {
  type = string
}

variable "retention" {
  type    = object({ days = optional(number, 30) })
  default = {}
}

output "bucket_arn" {
  value = "arn:aws:s3:::${var.name}"
}

output "key_arns" {
  value = { for key in ["data", "logs"] : key => "arn:aws:kms:${key}" }
}
