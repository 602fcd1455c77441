variable "kms_key_arn" {
  description = "KMS key that encrypts the cluster's log groups and the ECS Exec sessions. Its policy must let `logs.<region>.amazonaws.com` use it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the cluster, in full, for example `sarc-ng-cluster`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_-]{0,254}$", var.name))
    error_message = "name must start with a letter and have at most 255 letters, digits, hyphens and underscores."
  }
}

variable "container_insights" {
  description = "Container Insights: `enabled` (cluster and service metrics), `enhanced` (per task and container too, at a higher price) or `disabled`."
  type        = string
  default     = "enabled"
  nullable    = false

  validation {
    condition     = contains(["enabled", "enhanced", "disabled"], var.container_insights)
    error_message = "container_insights must be \"enabled\", \"enhanced\" or \"disabled\"."
  }
}

variable "default_capacity_provider_strategy" {
  description = "Where a service runs that does not say so itself, keyed by `FARGATE` and `FARGATE_SPOT`: `base` tasks first, the rest by `weight`."
  type = map(object({
    weight = optional(number, 1)
    base   = optional(number, 0)
  }))
  default  = { FARGATE = {} }
  nullable = false

  validation {
    condition     = alltrue([for provider in keys(var.default_capacity_provider_strategy) : contains(["FARGATE", "FARGATE_SPOT"], provider)])
    error_message = "default_capacity_provider_strategy is keyed by FARGATE and FARGATE_SPOT only."
  }
  validation {
    condition     = anytrue([for s in values(var.default_capacity_provider_strategy) : s.weight > 0])
    error_message = "default_capacity_provider_strategy must name at least one capacity provider with a weight above 0."
  }
  validation {
    condition     = alltrue([for s in values(var.default_capacity_provider_strategy) : s.weight >= 0 && s.weight <= 1000 && s.base >= 0 && s.base <= 100000])
    error_message = "default_capacity_provider_strategy: weight is 0 to 1000, base is 0 to 100000."
  }
  validation {
    condition     = length([for s in values(var.default_capacity_provider_strategy) : s if s.base > 0]) <= 1
    error_message = "default_capacity_provider_strategy: only one capacity provider can have a base."
  }
}

variable "log_retention_days" {
  description = "Days that the ECS Exec sessions and the Container Insights records are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
