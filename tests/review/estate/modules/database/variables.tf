variable "identifier" {
  description = "The name of the instance."
  type        = string
}

variable "settings" {
  description = "How large and how safe it is."
  type = object({
    engine_version      = string
    instance_class      = string
    multi_az            = bool
    deletion_protection = bool
  })
}

variable "kms_key_arn" {
  description = "The key of the data."
  type        = string
}

variable "subnet_ids" {
  description = "Where it stands."
  type        = list(string)
}

variable "security_group_id" {
  description = "Who may talk to it."
  type        = string
}
