variable "rules" {
  description = "Full rules of the bucket."
  type        = map(object({ days = optional(number, 30) }))
  nullable    = false
}
