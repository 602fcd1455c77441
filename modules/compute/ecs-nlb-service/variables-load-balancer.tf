variable "listeners" {
  description = <<-EOT
    The ports of the load balancer, keyed by a name of the caller's: `port`, `protocol` (`TLS` with `certificate_arn`, or `TCP`) and who gets in, `sources`,
    keyed as well: a `cidr_ipv4` or a `security_group_id` each. A source that is everybody says why in `reason`. All ports lead to the container's one.
  EOT
  type = map(object({
    port            = number
    protocol        = optional(string, "TLS")
    certificate_arn = optional(string)
    sources = map(object({
      cidr_ipv4         = optional(string)
      security_group_id = optional(string)
      reason            = optional(string, "")
    }))
  }))
  nullable = false

  validation {
    condition     = length(var.listeners) > 0
    error_message = "listeners must not be empty: a load balancer without a listener answers nobody."
  }
  validation {
    condition     = alltrue([for name in concat(keys(var.listeners), flatten([for l in values(var.listeners) : keys(l.sources)])) : can(regex("^[a-zA-Z0-9_-]+$", name))])
    error_message = "listeners: names of listeners and sources have letters, digits, hyphens and underscores."
  }
  validation {
    condition     = alltrue([for l in values(var.listeners) : l.port >= 1 && l.port <= 65535]) && length(distinct(values(var.listeners)[*].port)) == length(var.listeners)
    error_message = "listeners: port is 1 to 65535, and each listener needs one of its own."
  }
  validation {
    condition     = alltrue([for l in values(var.listeners) : contains(["TLS", "TCP"], l.protocol)])
    error_message = "listeners: protocol must be \"TLS\" or \"TCP\"."
  }
  validation {
    condition     = alltrue([for l in values(var.listeners) : (l.protocol == "TLS") == (l.certificate_arn != null)])
    error_message = "listeners: certificate_arn belongs to protocol = \"TLS\": give both or neither."
  }
  validation {
    condition     = alltrue([for l in values(var.listeners) : l.certificate_arn == null ? true : can(regex("^arn:aws[a-z-]*:(acm|iam):", l.certificate_arn))])
    error_message = "listeners: certificate_arn must be the ARN of a certificate (arn:aws:acm:<region>:<account>:certificate/<id>)."
  }
  validation {
    condition     = alltrue([for l in values(var.listeners) : length(l.sources) > 0])
    error_message = "listeners: sources must not be empty: name who gets in, nobody else does."
  }
  validation {
    condition     = alltrue(flatten([for l in values(var.listeners) : [for s in values(l.sources) : (s.cidr_ipv4 != null) != (s.security_group_id != null)]]))
    error_message = "listeners: a source is either a cidr_ipv4 or a security_group_id."
  }
  validation {
    condition     = alltrue(flatten([for l in values(var.listeners) : [for s in values(l.sources) : s.cidr_ipv4 == null ? true : can(cidrnetmask(s.cidr_ipv4))]]))
    error_message = "listeners: cidr_ipv4 must be a range of addresses, for example 10.0.0.0/16."
  }
  validation {
    condition     = alltrue(flatten([for l in values(var.listeners) : [for s in values(l.sources) : !endswith(coalesce(s.cidr_ipv4, "-"), "/0") || length(trimspace(s.reason)) >= 10]]))
    error_message = "listeners: a source of 0.0.0.0/0 opens the port to everybody; say in reason why that is right."
  }
}

variable "load_balancer" {
  description = <<-EOT
    The load balancer and its target group; `internal` until it is opened. `access_logs.destination` is `own_bucket` (made here), `existing_bucket` (named in
    `bucket_name`) or `none`. `deletion_protection` is on until switched off. `preserve_client_ip` and `proxy_protocol_v2` tell the tasks who called.
  EOT
  type = object({
    internal                     = optional(bool, true)
    deletion_protection          = optional(bool, true)
    ssl_policy                   = optional(string, "ELBSecurityPolicy-TLS13-1-2-2021-06")
    deregistration_delay_seconds = optional(number, 30)
    preserve_client_ip           = optional(bool, false)
    proxy_protocol_v2            = optional(bool, false)
    access_logs = optional(object({
      destination    = optional(string, "own_bucket")
      bucket_name    = optional(string)
      prefix         = optional(string, "")
      retention_days = optional(number, 90)
      force_destroy  = optional(bool, false)
    }), {})
    health_check = optional(object({
      protocol             = optional(string, "TCP")
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
    condition     = contains(["TCP", "HTTP"], var.load_balancer.health_check.protocol)
    error_message = "load_balancer.health_check.protocol must be \"TCP\" (the port answers) or \"HTTP\" (the path does)."
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
