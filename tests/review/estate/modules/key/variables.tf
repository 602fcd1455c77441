variable "name" {
  description = "The beginning of the aliases."
  type        = string
}

variable "users" {
  description = "What each key is for, by the end of its alias."
  type        = map(string)
}

variable "admin" {
  description = "The ARN of who may do everything with the keys."
  type        = string
}
