variable "security_groups" {
  description = <<-EOT
    Security groups by role, with one rule resource for each rule. `roles` are by default those of a service behind a load
    balancer (`alb`, `database`, `ecs_tasks`, `lambda`); `dms` is for what captures the database's changes. `database_clients`
    says which of `dms`, `ecs_tasks` and `lambda` may reach the database. `https_to` is anywhere, or endpoints: then they
    reach AWS through `vpc_endpoints` alone. Null: no such groups.
  EOT
  type = object({
    application_port = optional(number, 8080)
    database_clients = optional(set(string), ["ecs_tasks", "lambda"])
    database_port    = optional(number, 3306)
    https_to         = optional(string, "anywhere")
    roles            = optional(set(string), ["alb", "database", "ecs_tasks", "lambda"])
  })
  default = null

  validation {
    condition     = var.security_groups == null || try(var.security_groups.application_port >= 1 && var.security_groups.application_port <= 65535, false)
    error_message = "security_groups.application_port must be between 1 and 65535."
  }
  validation {
    condition     = var.security_groups == null || try(contains(var.database_ports, var.security_groups.database_port), false)
    error_message = "security_groups.database_port must be one of database_ports (${join(", ", var.database_ports)}): the network ACL of the database tier would drop it."
  }
  validation {
    condition     = var.security_groups == null || try(length(setsubtract(var.security_groups.database_clients, ["dms", "ecs_tasks", "lambda"])) == 0, false)
    error_message = "security_groups.database_clients can hold \"dms\", \"ecs_tasks\" and \"lambda\"."
  }
  validation {
    condition     = var.security_groups == null || try(length(setsubtract(var.security_groups.roles, ["alb", "database", "dms", "ecs_tasks", "lambda"])) == 0, false)
    error_message = "security_groups.roles can hold \"alb\", \"database\", \"dms\", \"ecs_tasks\" and \"lambda\"."
  }
  validation {
    condition     = var.security_groups == null || !try(contains(var.security_groups.roles, "database"), true) || try(length(setsubtract(setintersection(var.security_groups.database_clients, ["dms", "ecs_tasks", "lambda"]), var.security_groups.roles)) == 0, false)
    error_message = "security_groups.database_clients names a group that security_groups.roles does not: name the role, or take the client out."
  }
  validation {
    condition     = var.security_groups == null || try(contains(["anywhere", "endpoints"], var.security_groups.https_to), false)
    error_message = "security_groups.https_to must be anywhere or endpoints."
  }
  validation {
    condition     = try(var.security_groups.https_to != "endpoints" || length(var.vpc_endpoints.interface) > 0, true)
    error_message = "security_groups.https_to = \"endpoints\" needs vpc_endpoints.interface: without one they would reach nothing but the gateways. Name the services they call, or take \"anywhere\"."
  }
}
