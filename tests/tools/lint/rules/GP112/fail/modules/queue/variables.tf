variable "name" {
  description = "Full name of the queue."
  type        = string
  nullable    = false
}
