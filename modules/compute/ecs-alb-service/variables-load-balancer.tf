variable "load_balancer" {
  description = <<-EOT
    The load balancer and its target group. `access_logs.destination` is `own_bucket` (made here), `existing_bucket` (named in `bucket_name`) or `none`.
    `deletion_protection` is on until switched off. `web_acl` associates a WAF web ACL.
  EOT
  type = object({
    internal                     = optional(bool, false)
    deletion_protection          = optional(bool, true)
    ssl_policy                   = optional(string, "ELBSecurityPolicy-TLS13-1-2-2021-06")
    idle_timeout_seconds         = optional(number, 60)
    deregistration_delay_seconds = optional(number, 30)
    web_acl                      = optional(object({ arn = string }))
    access_logs = optional(object({
      destination    = optional(string, "own_bucket")
      bucket_name    = optional(string)
      prefix         = optional(string, "")
      retention_days = optional(number, 90)
      force_destroy  = optional(bool, false)
    }), {})
    health_check = optional(object({
      path                 = optional(string, "/health")
      matcher              = optional(string, "200")
      interval_seconds     = optional(number, 15)
      timeout_seconds      = optional(number, 5)
      healthy_threshold    = optional(number, 2)
      unhealthy_threshold  = optional(number, 3)
      grace_period_seconds = optional(number, 60)
    }), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^ELBSecurityPolicy-TLS13-1-[23]-", var.load_balancer.ssl_policy))
    error_message = "load_balancer.ssl_policy must be a TLS 1.3 policy whose oldest version is TLS 1.2 or 1.3 (ELBSecurityPolicy-TLS13-1-2-… or ELBSecurityPolicy-TLS13-1-3-…)."
  }
  validation {
    condition     = var.load_balancer.idle_timeout_seconds >= 1 && var.load_balancer.idle_timeout_seconds <= 4000
    error_message = "load_balancer.idle_timeout_seconds is 1 to 4000."
  }
  validation {
    condition     = var.load_balancer.deregistration_delay_seconds >= 0 && var.load_balancer.deregistration_delay_seconds <= 3600
    error_message = "load_balancer.deregistration_delay_seconds is 0 to 3600."
  }
  validation {
    condition     = contains(["own_bucket", "existing_bucket", "none"], var.load_balancer.access_logs.destination)
    error_message = "load_balancer.access_logs.destination must be \"own_bucket\", \"existing_bucket\" or \"none\"."
  }
  validation {
    condition     = (var.load_balancer.access_logs.destination == "existing_bucket") == (var.load_balancer.access_logs.bucket_name != null)
    error_message = "load_balancer.access_logs.bucket_name belongs to destination = \"existing_bucket\": give both or neither."
  }
  validation {
    condition     = !can(regex("(^/|/$|AWSLogs)", var.load_balancer.access_logs.prefix))
    error_message = "load_balancer.access_logs.prefix must not begin or end with \"/\" and not contain \"AWSLogs\"."
  }
  validation {
    condition     = var.load_balancer.access_logs.retention_days >= 1
    error_message = "load_balancer.access_logs.retention_days must be 1 or more."
  }
  validation {
    condition     = startswith(var.load_balancer.health_check.path, "/")
    error_message = "load_balancer.health_check.path must begin with \"/\"."
  }
  validation {
    condition     = can(regex("^[2-4][0-9]{2}([,-][2-4][0-9]{2})*$", var.load_balancer.health_check.matcher))
    error_message = "load_balancer.health_check.matcher is a status code, a list or a range: 200, \"200,204\" or \"200-299\"."
  }
  validation {
    condition     = var.load_balancer.health_check.timeout_seconds >= 2 && var.load_balancer.health_check.timeout_seconds < var.load_balancer.health_check.interval_seconds && var.load_balancer.health_check.interval_seconds <= 300
    error_message = "load_balancer.health_check: timeout_seconds must be 2 or more and below interval_seconds, which is at most 300."
  }
  validation {
    condition = alltrue([
      for count in [var.load_balancer.health_check.healthy_threshold, var.load_balancer.health_check.unhealthy_threshold] : count >= 2 && count <= 10
    ])
    error_message = "load_balancer.health_check.healthy_threshold and .unhealthy_threshold are 2 to 10."
  }
}
