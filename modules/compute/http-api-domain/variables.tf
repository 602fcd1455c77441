variable "api_ids" {
  description = "HTTP APIs behind the name, by the path below which each answers: `/` for all that no other one has, or such as `orders/v1`."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.api_ids) > 0
    error_message = "api_ids must not be empty: a name without an API answers 403 to everything."
  }
  validation {
    condition     = alltrue([for path in keys(var.api_ids) : path == "/" || can(regex("^[A-Za-z0-9$_.+!*'()-]+(/[A-Za-z0-9$_.+!*'()-]+)*$", path))])
    error_message = "api_ids: a key is \"/\" or a path without slashes at its ends, for example \"orders/v1\"."
  }
}

variable "certificate_arn" {
  description = "ACM certificate that covers the name, of the same region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of a certificate (arn:aws:acm:<region>:<account>:certificate/<id>)."
  }
}

variable "domain_name" {
  description = "The name that the APIs answer, for example `api.example.com`. It can be one API Gateway's only, in the whole region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z0-9-]{2,63}$", var.domain_name)) && length(var.domain_name) <= 253
    error_message = "domain_name must be a domain in lower case without a dot at its end, such as \"dev.example.com\"."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
