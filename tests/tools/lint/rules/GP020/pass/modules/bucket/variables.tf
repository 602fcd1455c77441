variable "name" {
  description = "Full name of the bucket."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.name) < 64
    error_message = "name has ${length(var.name)} letters, and at most 63 are allowed."
  }

  validation {
    condition     = can(regex("^[a-z]", var.name))
    error_message = "name begins with a small letter."
  }
}
