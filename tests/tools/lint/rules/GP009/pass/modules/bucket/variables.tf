variable "name" {
  type     = string
  default  = "logs"
  nullable = false
}

variable "kms_key_arn" {
  description = "Key for the objects; null means the key of AWS."
  type        = string
  default     = null
}
