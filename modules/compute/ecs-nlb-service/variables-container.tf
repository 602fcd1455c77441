variable "container" {
  description = <<-EOT
    The container. `environment` holds plain settings; `secrets` maps a variable's name to a Secrets Manager secret (`json_key` picks one key of it) and
    `parameters` to the name of an SSM parameter; `secrets_kms_key_arns` lists the customer keys these are encrypted with.
    `user` is numeric and not root; `writable_paths` are the only places it can write to while `read_only_root_filesystem` is true.
    `execute_command` allows ECS Exec and takes the cluster's session key and log group.
  EOT
  type = object({
    port                      = optional(number, 8080)
    user                      = optional(string, "10001:10001")
    command                   = optional(list(string), [])
    entry_point               = optional(list(string), [])
    cpu_architecture          = optional(string, "X86_64")
    stop_timeout_seconds      = optional(number, 30)
    read_only_root_filesystem = optional(bool, true)
    writable_paths            = optional(map(string), {})
    environment               = optional(map(string), {})
    secrets = optional(map(object({
      arn      = string
      json_key = optional(string, "")
    })), {})
    parameters           = optional(map(string), {})
    secrets_kms_key_arns = optional(list(string), [])
    execute_command = optional(object({
      kms_key_arn   = string
      log_group_arn = string
    }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.container.port >= 1 && var.container.port <= 65535
    error_message = "container.port is 1 to 65535; below 1024 needs root, which the container is not."
  }
  validation {
    condition     = can(regex("^[1-9][0-9]*(:[1-9][0-9]*)?$", var.container.user))
    error_message = "container.user must be a numeric user, or user:group, and not root (0), for example 10001:10001."
  }
  validation {
    condition     = contains(["X86_64", "ARM64"], var.container.cpu_architecture)
    error_message = "container.cpu_architecture must be \"X86_64\" or \"ARM64\", as the image was built."
  }
  validation {
    condition     = var.container.stop_timeout_seconds >= 2 && var.container.stop_timeout_seconds <= 120
    error_message = "container.stop_timeout_seconds is 2 to 120: Fargate kills the task after that."
  }
  validation {
    condition     = alltrue([for name, path in var.container.writable_paths : can(regex("^[A-Za-z0-9_-]{1,255}$", name)) && startswith(path, "/") && path != "/"])
    error_message = "container.writable_paths maps a volume's name (letters, digits, hyphens, underscores) to an absolute path other than \"/\", for example { tmp = \"/tmp\" }."
  }
  validation {
    condition     = alltrue([for name in concat(keys(var.container.environment), keys(var.container.secrets), keys(var.container.parameters)) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name))])
    error_message = "container.environment, .secrets and .parameters: a variable's name has letters, digits and underscores and does not start with a digit."
  }
  validation {
    condition = length(setunion(keys(var.container.environment), keys(var.container.secrets), keys(var.container.parameters))) == sum([
      length(var.container.environment), length(var.container.secrets), length(var.container.parameters),
    ])
    error_message = "container: a variable can come from only one of environment, secrets and parameters."
  }
  validation {
    condition     = alltrue([for name in keys(var.container.environment) : !can(regex("(?i)(password|passwd|secret|token|api_?key|private_?key)$", name))])
    error_message = "container.environment is readable by everyone who may see the task definition: hand passwords, secrets, tokens and keys over in container.secrets."
  }
  validation {
    condition     = alltrue([for secret in values(var.container.secrets) : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:]+$", secret.arn))])
    error_message = "container.secrets: arn must be the ARN of a Secrets Manager secret, without a key or version; put the key into json_key."
  }
  validation {
    condition     = alltrue([for name in values(var.container.parameters) : startswith(name, "/")])
    error_message = "container.parameters: give the parameter's full name, beginning with \"/\", for example /sarc-ng/dev/log-level."
  }
  validation {
    condition     = alltrue([for arn in var.container.secrets_kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", arn))])
    error_message = "container.secrets_kms_key_arns must be ARNs of keys (arn:aws:kms:<region>:<account>:key/<id>)."
  }
  validation {
    condition     = var.container.execute_command == null || !var.container.read_only_root_filesystem
    error_message = "container.execute_command needs read_only_root_filesystem = false: the agent of ECS Exec writes into the container."
  }
}
