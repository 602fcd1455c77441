variable "parameters" {
  description = <<-EOT
    Settings by their name below `path`. `allowed_pattern` is a regular expression that Parameter Store holds every later value
    to as well, whoever writes it. None of them may be a secret: they stand in plans and in the state.
  EOT
  type = map(object({
    value           = string
    description     = string
    allowed_pattern = optional(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.parameters) : can(regex("^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*$", name))])
    error_message = "parameters: a name has lower-case letters, digits, dots, hyphens and underscores, in levels divided by slashes, and begins and ends with a letter or a digit."
  }

  validation {
    condition     = alltrue([for name in keys(var.parameters) : !can(regex("(?i)(password|passwd|secret|token|api[_-]?key|private[_-]?key)$", name))])
    error_message = "parameters are no place for secrets, which would be in Terraform's state: keep them in Secrets Manager."
  }

  validation {
    condition     = alltrue([for parameter in values(var.parameters) : length(parameter.value) >= 1 && length(parameter.value) <= 8192])
    error_message = "parameters: a value has 1 to 8192 characters; say in words what is switched off, for example \"none\"."
  }

  validation {
    condition     = alltrue([for parameter in values(var.parameters) : can(regex(coalesce(parameter.allowed_pattern, ".*"), parameter.value))])
    error_message = "parameters: a value does not fit its own allowed_pattern, or that is no regular expression."
  }
}

variable "path" {
  description = "Where the parameters lie, for example `/acme/dev`: whoever may read below it may read them all."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(/[a-z0-9][a-z0-9._-]*)+$", var.path)) && !can(regex("^/(aws|ssm)", var.path))
    error_message = "path must begin with a slash and not end with one, in lower case, and not begin with /aws or /ssm, which are AWS's own: for example /acme/dev."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
