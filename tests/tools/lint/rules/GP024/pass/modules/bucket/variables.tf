variable "name" {
  description = "Full name of the bucket."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Full tags of the bucket."
  type        = map(string)
  default     = {}
  nullable    = false
}
