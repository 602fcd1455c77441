variable "account_id" {
  description = "AWS account that the roles are of."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "deploy" {
  description = <<-EOT
    The role that applies. Only jobs of the GitHub `environments` may assume it: protect those with reviewers. `services` are what it may manage, by
    the prefix of their actions (`ec2`, `ecs`, `rds`). `roles_need_boundary` holds it to making roles under the workload boundary. `trusted_role_arns` are
    roles that may assume it besides, in a tooling account for example.
  EOT
  type = object({
    environments        = list(string)
    services            = set(string)
    passes_roles_to     = optional(set(string), [])
    roles_need_boundary = optional(bool, true)
    session_seconds     = optional(number, 3600)
    trusted_role_arns   = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = length(var.deploy.environments) + length(var.deploy.trusted_role_arns) > 0
    error_message = "deploy: nobody could assume the role. Name a GitHub environment, or a role in trusted_role_arns."
  }
  validation {
    condition     = alltrue([for name in var.deploy.environments : can(regex("^[A-Za-z0-9._-]+$", name))])
    error_message = "deploy.environments are names of GitHub environments: letters, digits, dots, hyphens and underscores. A pattern would let in environments that anybody may add."
  }
  validation {
    condition     = length(var.deploy.services) > 0 && alltrue([for service in var.deploy.services : can(regex("^[a-z0-9-]+$", service))])
    error_message = "deploy.services must name services by the prefix of their actions, for example [\"ec2\", \"ecs\", \"rds\"]."
  }
  validation {
    condition     = length(setintersection(var.deploy.services, ["account", "iam", "organizations", "sso", "sts"])) == 0
    error_message = "deploy.services must not contain account, iam, organizations, sso and sts: what the role may do with roles follows from role_prefixes."
  }
  validation {
    condition     = alltrue([for service in var.deploy.passes_roles_to : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$", service))])
    error_message = "deploy.passes_roles_to must be services as roles trust them, for example ecs-tasks.amazonaws.com."
  }
  validation {
    condition     = var.deploy.session_seconds >= 3600 && var.deploy.session_seconds <= 43200
    error_message = "deploy.session_seconds is 3600 to 43200."
  }
  validation {
    condition     = alltrue([for arn in var.deploy.trusted_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "deploy.trusted_role_arns must be ARNs of roles (arn:aws:iam::<account>:role/<name>), none of them a pattern."
  }
}

variable "name" {
  description = "First part of the names: the roles are `<name>-deploy` and `<name>-plan`, the boundary of workloads `<name>-workload-boundary`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 40 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "region" {
  description = "AWS region of the provider; IAM itself is global."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "repository" {
  description = "The GitHub repository whose workflows may assume the roles, as the subjects of its tokens spell it: `<owner>/<repository>`, or with ids `<owner>@<id>/<repository>@<id>`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9](-?[A-Za-z0-9])*(/[A-Za-z0-9._-]+|@[0-9]+/[A-Za-z0-9._-]+@[0-9]+)$", var.repository))
    error_message = "repository must be <owner>/<repository> or <owner>@<id>/<repository>@<id>, without a pattern: the owner's other repositories are other people's code."
  }
}

variable "create_oidc_provider" {
  description = "Make the account's identity provider for GitHub. An account has one: false where it is there already, made by another call of this module for example."
  type        = bool
  default     = true
  nullable    = false
}

variable "plan" {
  description = <<-EOT
    The role that plans: it reads how things are set up and the states, no data. Jobs of the GitHub `environments`, on the `branches`, and with
    `pull_requests` those of pull requests may assume it. `secret_arns` are secrets that are read to be planned.
  EOT
  type = object({
    environments      = optional(list(string), [])
    branches          = optional(list(string), [])
    pull_requests     = optional(bool, false)
    secret_arns       = optional(list(string), [])
    trusted_role_arns = optional(list(string), [])
  })
  default  = { branches = ["main"] }
  nullable = false

  validation {
    condition     = length(var.plan.environments) + length(var.plan.branches) + length(var.plan.trusted_role_arns) > 0 || var.plan.pull_requests
    error_message = "plan: nobody could assume the role. Name environments, branches or trusted_role_arns, or set pull_requests."
  }
  validation {
    condition     = alltrue([for name in concat(var.plan.environments, var.plan.branches) : can(regex("^[A-Za-z0-9._/-]+$", name))])
    error_message = "plan.environments and plan.branches are names: letters, digits, dots, hyphens, underscores and, in branches, slashes."
  }
  validation {
    condition     = alltrue([for arn in var.plan.secret_arns : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*?]+(-\\?\\?\\?\\?\\?\\?)?$", arn))])
    error_message = "plan.secret_arns must be ARNs of secrets; \"-??????\" may stand for the characters that AWS adds."
  }
  validation {
    condition     = alltrue([for arn in var.plan.trusted_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "plan.trusted_role_arns must be ARNs of roles (arn:aws:iam::<account>:role/<name>), none of them a pattern."
  }
}

variable "regions" {
  description = "Regions that anything may be done in, by the roles and by the workloads under their boundary. Empty means `region` alone."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "regions must be codes of AWS regions, for example [\"us-east-1\", \"us-west-2\"]."
  }
  validation {
    condition     = length(var.regions) == 0 || contains(var.regions, var.region)
    error_message = "regions must contain region (${var.region}), or be empty."
  }
}

variable "role_prefixes" {
  description = "What the names of the workloads' roles, instance profiles and policies begin with: the deploy role makes, changes and passes those and no others. Empty means `<name>-`."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for prefix in var.role_prefixes : can(regex("^[A-Za-z0-9_+=,.@-]{3,60}$", prefix))])
    error_message = "role_prefixes must be beginnings of names, 3 to 60 characters, without a pattern."
  }
}

variable "state" {
  description = "Where the states are: the ARNs of their buckets, and of the KMS keys that encrypt them. Both roles read there, the deploy role writes."
  type = object({
    bucket_arns  = optional(list(string), [])
    kms_key_arns = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in var.state.bucket_arns : can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$", arn))])
    error_message = "state.bucket_arns must be ARNs of buckets (arn:aws:s3:::<name>)."
  }
  validation {
    condition     = alltrue([for arn in var.state.kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", arn))])
    error_message = "state.kms_key_arns must be ARNs of keys (arn:aws:kms:<region>:<account>:key/<id>)."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
