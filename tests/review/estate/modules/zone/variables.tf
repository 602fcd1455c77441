variable "domain_name" {
  description = "The zone."
  type        = string
}

variable "records" {
  description = "Name => the host name that it stands for."
  type        = map(string)
}
