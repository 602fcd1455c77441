variable "name" {
  description = "The beginning of all names."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of the data."
  type        = string
}

variable "logs_kms_key_arn" {
  description = "The key of the logs."
  type        = string
}

variable "tables" {
  description = "The names of the tables."
  type        = list(string)
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
}
