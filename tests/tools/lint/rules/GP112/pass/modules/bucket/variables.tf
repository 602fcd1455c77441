variable "name" {
  description = "Full name of the bucket."
  type        = string
  nullable    = false
}
