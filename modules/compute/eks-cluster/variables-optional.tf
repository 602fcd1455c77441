variable "addons" {
  description = <<-EOT
    EKS add-ons, keyed by their name: `version` (null: what EKS gives by default when it is installed), `configuration` (JSON), and for one that
    calls AWS a `pod_identity`: a role with AWS's `policies` for its `service_account`, and the cluster's key with `uses_key`.
    `before_nodes` are what nodes need to become ready.
  EOT
  type = map(object({
    version       = optional(string)
    configuration = optional(string)
    before_nodes  = optional(bool, false)
    pod_identity = optional(object({
      service_account = string
      policies        = list(string)
      uses_key        = optional(bool, false)
    }))
  }))
  default = {
    coredns                = {}
    eks-pod-identity-agent = { before_nodes = true }
    kube-proxy             = { before_nodes = true }
    vpc-cni = {
      before_nodes = true
      pod_identity = { service_account = "aws-node", policies = ["AmazonEKS_CNI_Policy"] }
    }
  }
  nullable = false

  validation {
    condition     = alltrue([for name in ["coredns", "kube-proxy", "vpc-cni"] : contains(keys(var.addons), name)])
    error_message = "addons: coredns, kube-proxy and vpc-cni belong to every cluster; nothing else installs them here."
  }
  validation {
    condition     = contains(keys(var.addons), "eks-pod-identity-agent") || length(var.pod_identities) + length([for addon in values(var.addons) : addon if addon.pod_identity != null]) == 0
    error_message = "addons: pod identities are handed out by the add-on eks-pod-identity-agent; install it."
  }
  validation {
    condition     = alltrue([for addon in values(var.addons) : addon.configuration == null || can(keys(jsondecode(addon.configuration)))])
    error_message = "addons: configuration must be a JSON object, for example jsonencode({ replicaCount = 3 })."
  }
  validation {
    condition     = alltrue([for addon in values(var.addons) : addon.version == null || can(regex("^v[0-9]+\\.[0-9]+\\.[0-9]+-eksbuild\\.[0-9]+$", addon.version))])
    error_message = "addons: version must be a full version of EKS's, such as v1.20.4-eksbuild.2."
  }
  validation {
    condition     = alltrue(flatten([for addon in values(var.addons) : [for identity in addon.pod_identity[*] : length(identity.policies) > 0 && alltrue([for policy in identity.policies : can(regex("^[A-Za-z0-9_/-]{1,128}$", policy))])]]))
    error_message = "addons: pod_identity.policies are the names of AWS's own policies, such as service-role/AmazonEBSCSIDriverPolicy, and one at least."
  }
  validation {
    condition     = alltrue([for name, addon in var.addons : addon.pod_identity == null || length("${var.name}-${name}-${var.region}") <= 64])
    error_message = "addons: a role is named <name>-<add-on>-<region> in at most 64 characters; shorten name."
  }
}

variable "control_plane_log_types" {
  description = "What the control plane logs. `audit` and `authenticator` tell who did what."
  type        = set(string)
  default     = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  nullable    = false

  validation {
    condition     = alltrue([for type in var.control_plane_log_types : contains(["api", "audit", "authenticator", "controllerManager", "scheduler"], type)])
    error_message = "control_plane_log_types may be api, audit, authenticator, controllerManager and scheduler."
  }
  validation {
    condition     = length(setsubtract(["audit", "authenticator"], var.control_plane_log_types)) == 0
    error_message = "control_plane_log_types: audit and authenticator stay: without them nobody can tell who did what."
  }
}

variable "endpoint" {
  description = <<-EOT
    Who reaches the Kubernetes API. `private_sources` from inside the network, each a CIDR or a security group, on port 443 (the nodes do anyway);
    `public_access_cidrs` from the internet: none, and the endpoint is private.
  EOT
  type = object({
    private_sources = optional(map(object({
      cidr_ipv4         = optional(string)
      security_group_id = optional(string)
      reason            = optional(string)
    })), {})
    public_access_cidrs = optional(set(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for source in values(var.endpoint.private_sources) : (source.cidr_ipv4 == null) != (source.security_group_id == null)])
    error_message = "endpoint.private_sources: each is a cidr_ipv4 or a security_group_id."
  }
  validation {
    condition     = alltrue([for source in values(var.endpoint.private_sources) : source.cidr_ipv4 == null || can(cidrnetmask(source.cidr_ipv4))])
    error_message = "endpoint.private_sources: cidr_ipv4 must be an IPv4 network such as 10.8.0.0/16."
  }
  validation {
    condition     = alltrue([for source in values(var.endpoint.private_sources) : source.cidr_ipv4 != "0.0.0.0/0"])
    error_message = "endpoint.private_sources: 0.0.0.0/0 is everybody; name the networks."
  }
  validation {
    condition     = alltrue([for cidr in var.endpoint.public_access_cidrs : can(cidrnetmask(cidr))])
    error_message = "endpoint.public_access_cidrs must be IPv4 networks such as 192.0.2.0/24."
  }
  validation {
    condition     = alltrue([for cidr in var.endpoint.public_access_cidrs : try(tonumber(split("/", cidr)[1]) >= 16, true)])
    error_message = "endpoint.public_access_cidrs: a network wider than /16 is not a list of who may come; name offices, VPNs and runners."
  }
}

variable "log_retention_days" {
  description = "Days that the control plane's logs are kept."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "node_groups" {
  description = <<-EOT
    Managed node groups, keyed by their name. `zones` (keys of `network.subnet_ids`; null: all), sizes from `min_size` to `max_size`, born with
    `desired_size` (default `min_size`), afterwards the number belongs to whatever scales the nodes. `taints` are keyed by the taint's key.
  EOT
  type = map(object({
    instance_types = list(string)
    min_size       = number
    max_size       = number
    desired_size   = optional(number)
    ami_type       = optional(string, "AL2023_x86_64_STANDARD")
    capacity_type  = optional(string, "ON_DEMAND")
    disk_gib       = optional(number, 50)
    labels         = optional(map(string), {})
    taints = optional(map(object({
      value  = optional(string)
      effect = optional(string, "NO_SCHEDULE")
    })), {})
    zones                      = optional(list(string))
    max_unavailable_percentage = optional(number, 33)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.node_groups) : can(regex("^[a-z0-9][a-z0-9-]{0,62}$", name))])
    error_message = "node_groups: a name has at most 63 lower-case letters, digits and hyphens."
  }
  validation {
    condition     = alltrue([for group in values(var.node_groups) : length(group.instance_types) > 0])
    error_message = "node_groups: instance_types needs one at least; several, of one size, give Spot a choice."
  }
  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.min_size >= 0 && group.max_size >= max(1, group.min_size) && try(group.desired_size >= group.min_size && group.desired_size <= group.max_size, group.desired_size == null)])
    error_message = "node_groups: min_size is 0 or more, max_size at least 1 and not below it, desired_size between them."
  }
  validation {
    condition     = alltrue([for group in values(var.node_groups) : can(regex("^(AL2023|BOTTLEROCKET)_", group.ami_type))])
    error_message = "node_groups: ami_type must be one of AL2023_… or BOTTLEROCKET_…; Amazon Linux 2 gets no updates any more, and Windows needs another module."
  }
  validation {
    condition     = alltrue([for group in values(var.node_groups) : contains(["ON_DEMAND", "SPOT"], group.capacity_type)])
    error_message = "node_groups: capacity_type must be ON_DEMAND or SPOT."
  }
  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.disk_gib >= 20 && group.disk_gib <= 16384])
    error_message = "node_groups: disk_gib is 20 to 16384."
  }
  validation {
    condition     = alltrue(flatten([for group in values(var.node_groups) : [for taint in values(group.taints) : contains(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"], taint.effect)]]))
    error_message = "node_groups: a taint's effect is NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE."
  }
  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.max_unavailable_percentage >= 1 && group.max_unavailable_percentage <= 100])
    error_message = "node_groups: max_unavailable_percentage is 1 to 100."
  }
}

variable "pod_identities" {
  description = "Roles of the caller's for service accounts, keyed by a name of the caller's. The role must trust `pods.eks.amazonaws.com`."
  type = map(object({
    namespace       = string
    service_account = string
    role_arn        = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for identity in values(var.pod_identities) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", identity.role_arn))])
    error_message = "pod_identities: role_arn must be the ARN of an IAM role."
  }
  validation {
    condition     = length(distinct([for identity in values(var.pod_identities) : "${identity.namespace}/${identity.service_account}"])) == length(var.pod_identities)
    error_message = "pod_identities: a service account has one role."
  }
}

variable "service_ipv4_cidr" {
  description = "Network of the cluster's services, /12 to /24 in a private range that overlaps with nothing it talks to. It cannot be changed."
  type        = string
  default     = "172.20.0.0/16"
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.service_ipv4_cidr)) && can(regex("^(10|172\\.(1[6-9]|2[0-9]|3[01])|192\\.168)\\..*/(1[2-9]|2[0-4])$", var.service_ipv4_cidr))
    error_message = "service_ipv4_cidr must be a private IPv4 network (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16) from /12 to /24."
  }
}

variable "support_type" {
  description = "What happens when the version's standard support ends: `STANDARD` (EKS upgrades it) or `EXTENDED` (it stays, at six times the price)."
  type        = string
  default     = "STANDARD"
  nullable    = false

  validation {
    condition     = contains(["STANDARD", "EXTENDED"], var.support_type)
    error_message = "support_type must be \"STANDARD\" or \"EXTENDED\"."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags. Instances, disks and interfaces of nodes get only these."
  type        = map(string)
  default     = {}
  nullable    = false
}
