variable "master_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

variable "password_secret_arn" {
  type = string
}
