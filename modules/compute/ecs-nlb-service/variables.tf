variable "account_id" {
  description = "AWS account that the service runs in. Used in ARNs and in the trust of its roles."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "cluster" {
  description = "The ECS cluster: its `arn`, and its `name`, which may not depend on anything unknown at plan time."
  type = object({
    arn  = string
    name = string
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/.+$", var.cluster.arn))
    error_message = "cluster.arn must be the ARN of an ECS cluster (arn:aws:ecs:<region>:<account>:cluster/<name>)."
  }
}

variable "container_image" {
  description = "Image with an immutable tag or a digest: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>` or `…@sha256:<digest>`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$", var.container_image))
    error_message = "container_image must end in a tag (…:1.4.2) or in a digest (…@sha256:<64 hex digits>)."
  }
  validation {
    condition     = !endswith(var.container_image, ":latest")
    error_message = "container_image must not be \":latest\": it says nothing about what runs and cannot be rolled back. Name a release or a digest."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the service's log group and its access logs. Its policy must let `logs.<region>.amazonaws.com` use it, for access logs `delivery.logs.amazonaws.com`, too."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Name of the service, in full, for example `sarc-ng-api`; also of its load balancer, task family and, with suffixes, of its security group, roles and bucket."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9]){1,25}$", var.name)) && length(var.name) <= 26 && !startswith(var.name, "internal-")
    error_message = "name must be 2 to 26 characters: lower-case letters, digits and single hyphens, starting with a letter, not ending in a hyphen and not starting with \"internal-\" (a load balancer's name is at most 32 characters, and the target group adds the port)."
  }
}

variable "network" {
  description = <<-EOT
    Where the service stands. Subnets are keyed by availability zone: `nlb_subnet_ids` (public ones, for an internet-facing load balancer) and
    `task_subnet_ids` (private ones). `task_security_group_id` comes from the network; the load balancer's group is made here.
  EOT
  type = object({
    vpc_id                 = string
    nlb_subnet_ids         = map(string)
    task_subnet_ids        = map(string)
    task_security_group_id = string
  })
  nullable = false

  validation {
    condition     = length(var.network.nlb_subnet_ids) >= 2
    error_message = "network.nlb_subnet_ids needs subnets in at least two availability zones: with one, its outage is the service's."
  }
  validation {
    condition     = length(var.network.task_subnet_ids) >= 1
    error_message = "network.task_subnet_ids needs at least one subnet."
  }
}

variable "region" {
  description = "AWS region of the service, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one vCPU."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.cpu)
    error_message = "cpu must be a size that Fargate has: 256, 512, 1024, 2048, 4096, 8192 or 16384."
  }
}

variable "log_group" {
  description = "The service's log group: its `name` (default `/ecs/<name>`) and how many days events are kept."
  type = object({
    name           = optional(string)
    retention_days = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.log_group.name == null || can(regex("^[A-Za-z0-9_./#-]{1,512}$", var.log_group.name))
    error_message = "log_group.name may have letters, digits and the characters . - _ / #, for example /ecs/sarc-ng/api."
  }
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_group.retention_days)
    error_message = "log_group.retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "memory" {
  description = "Memory of a task in MiB. Fargate offers certain sizes for each `cpu`."
  type        = number
  default     = 1024
  nullable    = false

  validation {
    condition = contains(lookup({
      "256"   = [512, 1024, 2048]
      "512"   = range(1024, 4097, 1024)
      "1024"  = range(2048, 8193, 1024)
      "2048"  = range(4096, 16385, 1024)
      "4096"  = range(8192, 30721, 1024)
      "8192"  = range(16384, 61441, 4096)
      "16384" = range(32768, 122881, 8192)
    }, tostring(var.cpu), [var.memory]), var.memory)
    error_message = "memory = ${var.memory} does not exist on Fargate with cpu = ${var.cpu}. Sizes in MiB: 256 -> 512, 1024, 2048; 512 -> 1024 to 4096; 1024 -> 2048 to 8192; 2048 -> 4096 to 16384; 4096 -> 8192 to 30720 (steps of 1024); 8192 -> 16384 to 61440 (steps of 4096); 16384 -> 32768 to 122880 (steps of 8192)."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags. ECS hands them on to the tasks."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "task_policy_statements" {
  description = "What the application itself may do, keyed by statement id: IAM statements of the task role; `conditions` as IAM writes them (operator, key, values). Empty means nothing at all."
  type = map(object({
    actions    = list(string)
    resources  = list(string)
    conditions = optional(map(map(list(string))), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for sid in keys(var.task_policy_statements) : can(regex("^[A-Za-z0-9]+$", sid))])
    error_message = "task_policy_statements: a key becomes the statement's id and may have letters and digits only."
  }
  validation {
    condition     = alltrue([for s in values(var.task_policy_statements) : length(s.actions) > 0 && length(s.resources) > 0])
    error_message = "task_policy_statements: each statement needs at least one action and one resource."
  }
  validation {
    condition     = alltrue(flatten([for s in values(var.task_policy_statements) : [for a in s.actions : can(regex("^[a-z0-9-]+:[A-Za-z]", a))]]))
    error_message = "task_policy_statements: name the actions (s3:GetObject, s3:Get*); \"*\" and \"s3:*\" grant more than any task needs."
  }
}
