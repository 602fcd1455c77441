variable "name" {
  description = "The name of the bucket."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of what is in it."
  type        = string
}
