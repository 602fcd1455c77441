variable "auto_scaling_capacity" {
  description = "Fewest (`min`) and most (`max`) tasks while `auto_scaling_enabled` is true."
  type = object({
    min = optional(number, 1)
    max = optional(number, 4)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.auto_scaling_capacity.min >= 0 && var.auto_scaling_capacity.max >= max(1, var.auto_scaling_capacity.min)
    error_message = "auto_scaling_capacity: min must be 0 or more, max at least 1 and not below min."
  }
}

variable "auto_scaling_enabled" {
  description = "Whether the number of tasks follows CPU and memory use (target tracking)."
  type        = bool
  default     = false
  nullable    = false
}

variable "auto_scaling_target_value" {
  description = "Mean CPU and memory use, in percent, that auto scaling aims at."
  type        = number
  default     = 70
  nullable    = false

  validation {
    condition     = var.auto_scaling_target_value >= 10 && var.auto_scaling_target_value <= 95
    error_message = "auto_scaling_target_value is a percentage from 10 to 95; 60 to 75 leaves room for the time a new task needs."
  }
}

variable "capacity_provider_strategy" {
  description = "Where tasks run, keyed by `FARGATE` and `FARGATE_SPOT`: `base` tasks first, the rest by `weight`. Spot is cheaper and can be taken away at two minutes' notice."
  type = map(object({
    weight = optional(number, 1)
    base   = optional(number, 0)
  }))
  default  = { FARGATE = {} }
  nullable = false

  validation {
    condition     = alltrue([for provider in keys(var.capacity_provider_strategy) : contains(["FARGATE", "FARGATE_SPOT"], provider)])
    error_message = "capacity_provider_strategy is keyed by FARGATE and FARGATE_SPOT only."
  }
  validation {
    condition     = anytrue([for s in values(var.capacity_provider_strategy) : s.weight > 0])
    error_message = "capacity_provider_strategy must name at least one capacity provider with a weight above 0."
  }
  validation {
    condition     = alltrue([for s in values(var.capacity_provider_strategy) : s.weight >= 0 && s.weight <= 1000 && s.base >= 0 && s.base <= 100000])
    error_message = "capacity_provider_strategy: weight is 0 to 1000, base is 0 to 100000."
  }
  validation {
    condition     = length([for s in values(var.capacity_provider_strategy) : s if s.base > 0]) <= 1
    error_message = "capacity_provider_strategy: only one capacity provider can have a base."
  }
}

variable "desired_count" {
  description = "Number of tasks. Fixed while `auto_scaling_enabled` is false (change it and the number follows); otherwise the number the service is born with."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.desired_count >= 0 && floor(var.desired_count) == var.desired_count
    error_message = "desired_count must be a whole number, 0 or more."
  }
  validation {
    condition     = !var.auto_scaling_enabled || (var.desired_count >= var.auto_scaling_capacity.min && var.desired_count <= var.auto_scaling_capacity.max)
    error_message = "desired_count must lie between auto_scaling_capacity.min and .max (${var.auto_scaling_capacity.min} to ${var.auto_scaling_capacity.max}) while auto_scaling_enabled is true."
  }
}

variable "maximum_percent" {
  description = "Most tasks during a deployment, in percent of the wanted number."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.maximum_percent >= 100 && var.maximum_percent <= 200
    error_message = "maximum_percent is 100 to 200."
  }
}

variable "minimum_healthy_percent" {
  description = "Fewest healthy tasks during a deployment, in percent of the wanted number, rounded up. 100 keeps full strength and is the better choice in production."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.minimum_healthy_percent >= 0 && var.minimum_healthy_percent <= 100
    error_message = "minimum_healthy_percent is 0 to 100."
  }
  validation {
    condition     = var.maximum_percent > 100 || var.minimum_healthy_percent < 100
    error_message = "With maximum_percent = 100 and minimum_healthy_percent = 100 no deployment can make a step: raise the one or lower the other."
  }
}

variable "scale_in_cooldown" {
  description = "Seconds to wait after taking tasks away before taking more."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.scale_in_cooldown >= 0 && var.scale_in_cooldown <= 3600
    error_message = "scale_in_cooldown is 0 to 3600 seconds."
  }
}

variable "scale_out_cooldown" {
  description = "Seconds to wait after adding tasks before adding more. 60 answers load faster than the default and is the better choice for a service under real traffic."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.scale_out_cooldown >= 0 && var.scale_out_cooldown <= 3600
    error_message = "scale_out_cooldown is 0 to 3600 seconds."
  }
}

variable "scheduled_scaling" {
  description = "Capacity by the clock, keyed by a name of the caller's: at `schedule` (`cron(…)`, `rate(…)` or `at(…)`, in `timezone`) the number of tasks is brought between `min_capacity` and `max_capacity`."
  type = map(object({
    schedule     = string
    timezone     = string
    min_capacity = number
    max_capacity = number
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for action in values(var.scheduled_scaling) : can(regex("^(cron|rate|at)\\(.+\\)$", action.schedule))])
    error_message = "scheduled_scaling: schedule must be cron(…), rate(…) or at(…), for example cron(0 20 ? * MON-FRI *)."
  }
  validation {
    condition     = alltrue([for action in values(var.scheduled_scaling) : can(regex("^(UTC|[A-Z][A-Za-z]+(/[A-Za-z_+-]+)+)$", action.timezone))])
    error_message = "scheduled_scaling: timezone must be UTC or a name of the IANA database, for example Europe/Vienna."
  }
  validation {
    condition     = alltrue([for action in values(var.scheduled_scaling) : action.min_capacity >= 0 && action.max_capacity >= action.min_capacity])
    error_message = "scheduled_scaling: min_capacity must be 0 or more and max_capacity not below it."
  }
}
