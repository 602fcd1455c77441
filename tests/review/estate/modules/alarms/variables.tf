variable "name" {
  description = "The beginning of all names."
  type        = string
}

variable "function_name" {
  description = "The function that is watched."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of the messages."
  type        = string
}
