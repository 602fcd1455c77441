variable "deployment" {
  description = <<-EOT
    How a new version takes over. `all_at_once`: the apply moves the alias. `canary`: CodeDeploy does, a part of the traffic first, as `config_name` says; it
    rolls back when the alias has more errors or is slower than said here, when one of `alarm_names` is red, or when a hook (keyed by lifecycle event: the ARN of
    a function) says so. `runbook_url` ends up in the alarms' descriptions.
  EOT
  type = object({
    strategy          = optional(string, "all_at_once")
    alarm_names       = optional(list(string), [])
    config_name       = optional(string, "CodeDeployDefault.LambdaCanary10Percent5Minutes")
    errors_per_minute = optional(number, 5)
    latency_seconds   = optional(number, 1)
    hooks             = optional(map(string), {})
    runbook_url       = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["all_at_once", "canary"], var.deployment.strategy)
    error_message = "deployment.strategy must be \"all_at_once\" or \"canary\"."
  }
  validation {
    condition     = alltrue([for name in var.deployment.alarm_names : length(name) > 0]) && length(distinct(var.deployment.alarm_names)) == length(var.deployment.alarm_names) && length(var.deployment.alarm_names) <= 8
    error_message = "deployment.alarm_names must be at most eight different names of alarms: CodeDeploy watches ten, and two are the module's own."
  }
  validation {
    condition     = can(regex("^(CodeDeployDefault\\.Lambda[A-Za-z0-9]+|[A-Za-z0-9_+=,@-][A-Za-z0-9._+=,@-]{0,99})$", var.deployment.config_name)) && !can(regex("^CodeDeployDefault\\.(ECS|OneAtATime|HalfAtATime|AllAtOnce)", var.deployment.config_name))
    error_message = "deployment.config_name must be a deployment configuration for Lambda, for example CodeDeployDefault.LambdaAllAtOnce or one of your own."
  }
  validation {
    condition     = var.deployment.errors_per_minute >= 1 && var.deployment.latency_seconds > 0
    error_message = "deployment: errors_per_minute must be 1 or more and latency_seconds above 0, else no release would stay."
  }
  validation {
    condition     = alltrue([for event in keys(var.deployment.hooks) : contains(["BeforeAllowTraffic", "AfterAllowTraffic"], event)])
    error_message = "deployment.hooks is keyed by BeforeAllowTraffic and AfterAllowTraffic."
  }
  validation {
    condition     = alltrue([for arn in values(var.deployment.hooks) : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?$", arn))])
    error_message = "deployment.hooks must be ARNs of Lambda functions (arn:aws:lambda:<region>:<account>:function:<name>)."
  }
  validation {
    condition     = var.deployment.runbook_url == null || can(regex("^https://[^# ]+$", var.deployment.runbook_url))
    error_message = "deployment.runbook_url must begin with https:// and have no #: the metric's name is put after it."
  }
}
