variable "load_balancer" {
  description = <<-EOT
    The load balancer and its target group. `access_logs.destination` is `own_bucket` (made here), `existing_bucket` (named in `bucket_name`) or `none`.
    `deletion_protection` is on until switched off. `web_acl` associates a WAF web ACL. `deployment` says how a release takes over, see the README: its
    `strategy`, `rolling` or `blue_green`, is for good.
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
    deployment = optional(object({
      strategy                = optional(string, "rolling")
      alarm_names             = optional(list(string), [])
      config_name             = optional(string, "CodeDeployDefault.ECSCanary10Percent5Minutes")
      errors_per_minute       = optional(number, 5)
      latency_seconds         = optional(number, 1)
      hooks                   = optional(map(string), {})
      terminate_after_minutes = optional(number, 60)
      test_port               = optional(number, 8443)
      test_sources = optional(map(object({
        cidr_ipv4         = optional(string)
        security_group_id = optional(string)
      })), {})
      runbook_url = optional(string)
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
  validation {
    condition     = contains(["rolling", "blue_green"], var.load_balancer.deployment.strategy)
    error_message = "load_balancer.deployment.strategy must be \"rolling\" or \"blue_green\", and stays what it was when the service was made."
  }
  validation {
    condition     = var.load_balancer.deployment.strategy != "blue_green" || length("${var.name}-${var.container.port}-green") <= 32
    error_message = "load_balancer.deployment: with blue_green, name and port together have at most 25 characters: the second target group is called <name>-<port>-green, in at most 32."
  }
  validation {
    condition     = alltrue([for name in var.load_balancer.deployment.alarm_names : length(name) > 0]) && length(distinct(var.load_balancer.deployment.alarm_names)) == length(var.load_balancer.deployment.alarm_names) && length(var.load_balancer.deployment.alarm_names) <= 8
    error_message = "load_balancer.deployment.alarm_names must be at most eight different names of alarms: CodeDeploy watches ten, and two are the module's own."
  }
  validation {
    condition     = can(regex("^(CodeDeployDefault\\.ECS[A-Za-z0-9]+|[A-Za-z0-9_+=,@-][A-Za-z0-9._+=,@-]{0,99})$", var.load_balancer.deployment.config_name)) && !can(regex("^CodeDeployDefault\\.(Lambda|OneAtATime|HalfAtATime|AllAtOnce)", var.load_balancer.deployment.config_name))
    error_message = "load_balancer.deployment.config_name must be a deployment configuration for ECS, for example CodeDeployDefault.ECSAllAtOnce or one of your own."
  }
  validation {
    condition     = var.load_balancer.deployment.errors_per_minute >= 1 && var.load_balancer.deployment.latency_seconds > 0
    error_message = "load_balancer.deployment: errors_per_minute must be 1 or more and latency_seconds above 0, else no release would stay."
  }
  validation {
    condition = alltrue([for event in keys(var.load_balancer.deployment.hooks) : contains(
      ["BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic"], event
    )])
    error_message = "load_balancer.deployment.hooks is keyed by BeforeInstall, AfterInstall, AfterAllowTestTraffic, BeforeAllowTraffic and AfterAllowTraffic."
  }
  validation {
    condition     = alltrue([for arn in values(var.load_balancer.deployment.hooks) : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?$", arn))])
    error_message = "load_balancer.deployment.hooks must be ARNs of Lambda functions (arn:aws:lambda:<region>:<account>:function:<name>)."
  }
  validation {
    condition     = var.load_balancer.deployment.terminate_after_minutes >= 0 && var.load_balancer.deployment.terminate_after_minutes <= 2880
    error_message = "load_balancer.deployment.terminate_after_minutes is 0 to 2880: how long the old tasks stay for a way back."
  }
  validation {
    condition     = var.load_balancer.deployment.test_port >= 1 && var.load_balancer.deployment.test_port <= 65535 && !contains([80, 443], var.load_balancer.deployment.test_port)
    error_message = "load_balancer.deployment.test_port is 1 to 65535, but not 80 or 443, which are everybody's."
  }
  validation {
    condition     = alltrue([for source in values(var.load_balancer.deployment.test_sources) : (source.cidr_ipv4 != null) != (source.security_group_id != null)])
    error_message = "load_balancer.deployment.test_sources: a source is either a cidr_ipv4 or a security_group_id."
  }
  validation {
    condition     = alltrue([for source in values(var.load_balancer.deployment.test_sources) : source.cidr_ipv4 == null ? true : can(cidrnetmask(source.cidr_ipv4)) && !endswith(source.cidr_ipv4, "/0")])
    error_message = "load_balancer.deployment.test_sources: cidr_ipv4 must be a range of addresses, and not everybody: what answers on test_port is not released yet."
  }
  validation {
    condition     = var.load_balancer.deployment.runbook_url == null || can(regex("^https://[^# ]+$", var.load_balancer.deployment.runbook_url))
    error_message = "load_balancer.deployment.runbook_url must begin with https:// and have no #: the metric's name is put after it."
  }
}
