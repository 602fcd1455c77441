variable "access_entries" {
  description = <<-EOT
    Who may enter the cluster, keyed by a name of the caller's: an IAM role or user, AWS's access policies for it (for the whole cluster, or for
    `namespaces`), and groups that role bindings in the cluster speak of. Whoever creates the cluster gets nothing by that.
  EOT
  type = map(object({
    principal_arn     = string
    policies          = optional(map(object({ namespaces = optional(list(string), []) })), {})
    kubernetes_groups = optional(list(string), [])
  }))
  nullable = false

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$", entry.principal_arn))])
    error_message = "access_entries: principal_arn must be the ARN of an IAM role or user."
  }
  validation {
    condition     = length(distinct([for entry in values(var.access_entries) : entry.principal_arn])) == length(var.access_entries)
    error_message = "access_entries: a principal has one entry; give it all its policies and groups there."
  }
  validation {
    condition     = alltrue(flatten([for entry in values(var.access_entries) : [for policy in keys(entry.policies) : can(regex("^AmazonEKS[A-Za-z]+Policy$", policy))]]))
    error_message = "access_entries: policies are keyed by the names of access policies of EKS, such as AmazonEKSClusterAdminPolicy, AmazonEKSEditPolicy or AmazonEKSViewPolicy."
  }
  validation {
    condition     = alltrue([for entry in values(var.access_entries) : length(entry.policies) + length(entry.kubernetes_groups) > 0])
    error_message = "access_entries: an entry without policies and kubernetes_groups lets its principal in and do nothing."
  }
  validation {
    condition     = alltrue(flatten([for entry in values(var.access_entries) : [for group in entry.kubernetes_groups : !startswith(group, "system:") && !startswith(group, "eks:")]]))
    error_message = "access_entries: kubernetes_groups beginning with \"system:\" or \"eks:\" are Kubernetes' and EKS's own; give AmazonEKSClusterAdminPolicy instead of system:masters."
  }
  validation {
    condition     = anytrue([for entry in values(var.access_entries) : try(length(entry.policies["AmazonEKSClusterAdminPolicy"].namespaces) == 0, false)])
    error_message = "access_entries: somebody needs AmazonEKSClusterAdminPolicy for the whole cluster: whoever creates it cannot enter it."
  }
}

variable "account_id" {
  description = "AWS account that the cluster runs in. Used in the trust of its roles."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the cluster's secrets, its log group and the nodes' disks. README, \"The key\", says what its policy has to allow."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "kubernetes_version" {
  description = "Kubernetes version of the control plane and of the nodes, for example `1.34`. It goes up by one minor version at a time, and never down."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "kubernetes_version must be a minor version in quotes, for example \"1.34\"; EKS chooses the patch."
  }
}

variable "name" {
  description = "Name of the cluster, in full, for example `sarc-ng`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,24}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 26 lower-case letters, digits and hyphens, starting with a letter (its roles are named after it, with the add-on and the region, in 64 characters)."
  }
}

variable "network" {
  description = "Where the cluster stands: the VPC, and private subnets keyed by availability zone. The control plane's interfaces and the nodes share them."
  type = object({
    vpc_id     = string
    subnet_ids = map(string)
  })
  nullable = false

  validation {
    condition     = length(var.network.subnet_ids) >= 2
    error_message = "network.subnet_ids needs subnets in at least two availability zones: EKS makes no cluster with fewer."
  }
}

variable "region" {
  description = "AWS region of the cluster, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}
