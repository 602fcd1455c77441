variable "rules" {
  description = "Full rules of the bucket."
  type        = map(any)
  nullable    = false
}
