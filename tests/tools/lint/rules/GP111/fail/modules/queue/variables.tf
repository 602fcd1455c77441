variable "name" {
  description = "Full name of the queue."
  type        = list(string)
  nullable    = false
}
