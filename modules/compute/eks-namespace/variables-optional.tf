variable "access_entries" {
  description = <<-EOT
    IAM roles and users that work in this namespace only, keyed by a name of the caller's: each gets an entry in the cluster and one of AWS's access
    policies for this namespace. Who works in several gets the entry from the cluster, and comes in by `role_bindings`.
  EOT
  type = map(object({
    principal_arn = string
    policy        = optional(string, "AmazonEKSEditPolicy")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$", entry.principal_arn))])
    error_message = "access_entries: principal_arn must be the ARN of an IAM role or user."
  }
  validation {
    condition     = length(distinct([for entry in values(var.access_entries) : entry.principal_arn])) == length(var.access_entries)
    error_message = "access_entries: a principal has one entry in a cluster."
  }
  validation {
    condition     = alltrue([for entry in values(var.access_entries) : contains(["AmazonEKSAdminPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy"], entry.policy)])
    error_message = "access_entries: policy must be AmazonEKSAdminPolicy, AmazonEKSEditPolicy or AmazonEKSViewPolicy; the others are not for one namespace."
  }
}

variable "annotations" {
  description = "Annotations of the namespace."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "container_defaults" {
  description = "What a container gets that says nothing itself: `requests`, and the `limits` that it may not exceed."
  type = object({
    requests = optional(map(string), { cpu = "100m", memory = "128Mi" })
    limits   = optional(map(string), { memory = "256Mi" })
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for quantity in concat(values(var.container_defaults.requests), values(var.container_defaults.limits)) : can(regex("^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$", quantity))])
    error_message = "container_defaults: quantities are as in Kubernetes, such as 250m, 1.5, 512Mi or 2Gi."
  }
}

variable "labels" {
  description = "Labels of the namespace, besides those of the Pod Security Standards."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for label in keys(var.labels) : !startswith(label, "pod-security.kubernetes.io/")])
    error_message = "labels: pod-security.kubernetes.io/… are set by pod_security."
  }
}

variable "network_isolation" {
  description = "Whether pods reach, and are reached by, only their own namespace, names and identities until a network policy says more. Needs a network add-on that keeps policies."
  type        = bool
  default     = true
  nullable    = false
}

variable "pod_security" {
  description = "Pod Security Standard that is enforced: `restricted`, or `baseline` for images that run as root."
  type        = string
  default     = "restricted"
  nullable    = false

  validation {
    condition     = contains(["restricted", "baseline"], var.pod_security)
    error_message = "pod_security must be \"restricted\" or \"baseline\"; what needs privileged pods belongs into kube-system."
  }
}

variable "role_bindings" {
  description = "Groups of the cluster's access entries (`kubernetes_groups`) that get Kubernetes' role `view`, `edit` or `admin` in the namespace, keyed by the binding's name."
  type = map(object({
    group        = string
    cluster_role = optional(string, "view")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for binding in values(var.role_bindings) : contains(["view", "edit", "admin"], binding.cluster_role)])
    error_message = "role_bindings: cluster_role must be view, edit or admin."
  }
  validation {
    condition     = alltrue([for binding in values(var.role_bindings) : !startswith(binding.group, "system:")])
    error_message = "role_bindings: groups beginning with \"system:\" are Kubernetes' own, such as everybody who is signed in."
  }
}

variable "service_accounts" {
  description = <<-EOT
    Service accounts, keyed by their name. With `policy_statements`, keyed by their Sid, one gets an IAM role by pod identity. `automount_token` is for
    pods that talk to the Kubernetes API.
  EOT
  type = map(object({
    automount_token = optional(bool, false)
    policy_statements = optional(map(object({
      actions    = list(string)
      resources  = list(string)
      conditions = optional(map(map(list(string))), {})
    })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.service_accounts) : can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", name)) && name != "default"])
    error_message = "service_accounts: a name has 1 to 63 lower-case letters, digits and hyphens, and is not \"default\", which every pod without an account has."
  }
  validation {
    condition     = alltrue([for name, account in var.service_accounts : length(account.policy_statements) == 0 || length("${var.cluster_name}-${var.name}-${name}-${var.region}") <= 64])
    error_message = "service_accounts: a role is named <cluster>-<namespace>-<account>-<region> in at most 64 characters; shorten one of them."
  }
  validation {
    condition = alltrue(flatten([for account in values(var.service_accounts) : [for sid, statement in account.policy_statements :
      can(regex("^[A-Za-z0-9]+$", sid)) && length(statement.actions) > 0 && length(statement.resources) > 0
    ]]))
    error_message = "service_accounts: a statement's key is its Sid (letters and digits), and it names actions and resources."
  }
  validation {
    condition = alltrue(flatten([for account in values(var.service_accounts) : [for statement in values(account.policy_statements) : [
      for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+\\*?$", action))
    ]]]))
    error_message = "service_accounts: actions are named, such as s3:GetObject or s3:Get*; neither \"*\" nor \"s3:*\"."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags, for what is in AWS."
  type        = map(string)
  default     = {}
  nullable    = false
}
