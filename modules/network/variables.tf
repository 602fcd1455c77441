variable "account_id" {
  description = "AWS account of the network. Used in ARNs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "availability_zones" {
  description = <<-EOT
    The zones to spread over, at least two. The n-th entry of each `*_subnet_cidrs` list belongs to the n-th zone.
    Resources are keyed by zone, so taking a zone out of the middle touches only that zone.
  EOT
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.availability_zones) >= 2
    error_message = "availability_zones needs at least two zones: a load balancer and a database subnet group require them."
  }
  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "availability_zones names a zone twice. Give each zone once."
  }
  validation {
    condition     = alltrue([for zone in var.availability_zones : can(regex("^${var.region}[a-z]$", zone))])
    error_message = "availability_zones must be zones of the region ${var.region}, such as \"${var.region}a\"."
  }
}

variable "database_subnet_cidrs" {
  description = "Ranges of the database tier, one for each zone. These subnets have no route to or from the internet."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.database_subnet_cidrs) == length(var.availability_zones)
    error_message = "database_subnet_cidrs must have one range for each of the ${length(var.availability_zones)} availability_zones."
  }
  validation { # every pair of ranges of the three tiers, compared at the width of the wider one
    condition = alltrue(flatten([
      for i, a in concat(var.public_subnet_cidrs, var.private_subnet_cidrs, var.database_subnet_cidrs) : [
        for j, b in concat(var.public_subnet_cidrs, var.private_subnet_cidrs, var.database_subnet_cidrs) : i >= j || try(
          cidrsubnet("${cidrhost(a, 0)}/${min(split("/", a)[1], split("/", b)[1])}", 0, 0) !=
          cidrsubnet("${cidrhost(b, 0)}/${min(split("/", a)[1], split("/", b)[1])}", 0, 0),
        true)
      ]
    ]))
    error_message = "Two subnets overlap. Give each subnet of the three tiers a range that no other one touches."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the flow logs. Its policy must let `logs.<region>.amazonaws.com` use it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "name" {
  description = "Full name of the network, used for the VPC and as the prefix of everything in it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,36}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 38 lower-case letters, digits and hyphens, starting with a letter: the role of the flow logs is named after it and the region."
  }
}

variable "private_subnet_cidrs" {
  description = "Ranges of the private tier, one for each zone. These subnets reach the internet through NAT, if there is one."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.private_subnet_cidrs) == length(var.availability_zones)
    error_message = "private_subnet_cidrs must have one range for each of the ${length(var.availability_zones)} availability_zones."
  }
}

variable "public_subnet_cidrs" {
  description = "Ranges of the public tier, one for each zone. Load balancers and NAT gateways live here, nothing else."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.public_subnet_cidrs) == length(var.availability_zones)
    error_message = "public_subnet_cidrs must have one range for each of the ${length(var.availability_zones)} availability_zones."
  }
}

variable "region" {
  description = "AWS region of the network, for example `us-east-1`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
}

variable "vpc_cidr" {
  description = "Range of the VPC, /16 to /28. Networks that may ever be peered must not overlap."
  type        = string
  nullable    = false

  validation {
    condition     = try(var.vpc_cidr == cidrsubnet(var.vpc_cidr, 0, 0) && contains(range(16, 29), tonumber(split("/", var.vpc_cidr)[1])), false)
    error_message = "vpc_cidr must be an IPv4 network address of /16 to /28, such as \"10.0.0.0/16\"."
  }
  validation {
    condition = alltrue([
      for cidr in concat(var.public_subnet_cidrs, var.private_subnet_cidrs, var.database_subnet_cidrs) : try(
        cidr == cidrsubnet(cidr, 0, 0) && contains(range(16, 29), tonumber(split("/", cidr)[1])) &&
        split("/", cidr)[1] >= split("/", var.vpc_cidr)[1] &&
        cidrsubnet("${cidrhost(cidr, 0)}/${split("/", var.vpc_cidr)[1]}", 0, 0) == cidrsubnet(var.vpc_cidr, 0, 0),
      false)
    ])
    error_message = "Each range in public_, private_ and database_subnet_cidrs must be a network address of /16 to /28 inside vpc_cidr (${var.vpc_cidr})."
  }
}

variable "database_ports" {
  description = "Ports that the network ACL of the database tier lets in from the private subnets."
  type        = set(number)
  default     = [3306]
  nullable    = false

  validation {
    condition     = length(var.database_ports) > 0 && length(var.database_ports) <= 3 && alltrue([for port in var.database_ports : port >= 1 && port <= 65535])
    error_message = "database_ports takes one to three ports between 1 and 65535: each port costs one ACL rule for each zone, of 20 that AWS allows."
  }
}

variable "flow_logs" {
  description = <<-EOT
    Flow logs of the whole VPC in CloudWatch, accepted and rejected traffic alike.
    `aggregation_seconds` is 60 or 600; `format` is a list of fields in AWS's syntax, null for the default format.
  EOT
  type = object({
    aggregation_seconds = optional(number, 600)
    format              = optional(string)
    retention_days      = optional(number, 90)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([60, 600], var.flow_logs.aggregation_seconds)
    error_message = "flow_logs.aggregation_seconds must be 60 or 600."
  }
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.flow_logs.retention_days)
    error_message = "flow_logs.retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653. Keeping logs for ever is not offered."
  }
}

variable "network_acl_rules" {
  description = <<-EOT
    Rules in addition to those of the module, by a name of your choice. `tier` is public, private or database,
    `direction` ingress or egress, `protocol` tcp, udp, icmp or -1. `rule_number` 1000 to 32766: the module's own stay below.
    Without `to_port` the rule is for `from_port` alone; both are left out for icmp and -1.
  EOT
  type = map(object({
    cidr        = string
    direction   = string
    rule_number = number
    tier        = string
    action      = optional(string, "allow")
    from_port   = optional(number)
    protocol    = optional(string, "tcp")
    to_port     = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for rule in var.network_acl_rules : alltrue([
      contains(["public", "private", "database"], rule.tier),
      contains(["ingress", "egress"], rule.direction),
      contains(["allow", "deny"], rule.action),
    ])])
    error_message = "network_acl_rules: tier is public, private or database, direction is ingress or egress, action is allow or deny."
  }
  validation {
    condition = alltrue([for rule in var.network_acl_rules :
      contains(["tcp", "udp"], rule.protocol) ? rule.from_port != null : contains(["icmp", "-1"], rule.protocol) && rule.from_port == null
    ])
    error_message = "network_acl_rules: protocol is tcp or udp with from_port, or icmp or -1 without ports."
  }
  validation {
    condition     = alltrue([for rule in var.network_acl_rules : rule.rule_number >= 1000 && rule.rule_number <= 32766])
    error_message = "network_acl_rules: rule_number must be 1000 to 32766. The module's own rules have the lower numbers."
  }
  validation {
    condition     = length(distinct([for rule in var.network_acl_rules : "${rule.tier} ${rule.direction} ${rule.rule_number}"])) == length(var.network_acl_rules)
    error_message = "network_acl_rules: two rules of one tier and direction have the same rule_number."
  }
  validation {
    condition     = alltrue([for rule in var.network_acl_rules : can(cidrhost(rule.cidr, 0))])
    error_message = "network_acl_rules: cidr must be an IPv4 range, such as \"10.20.0.0/16\"."
  }
}

variable "one_nat_gateway_per_az" {
  description = "One NAT gateway in each zone: a zone's failure then cuts off that zone only. For production."
  type        = bool
  default     = false
  nullable    = false
}

variable "single_nat_gateway" {
  description = "One NAT gateway, in the first zone, for all private subnets. Cheap; the first zone's failure cuts off all."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !(var.single_nat_gateway && var.one_nat_gateway_per_az)
    error_message = "single_nat_gateway and one_nat_gateway_per_az exclude each other: set one of them, or neither for a network without NAT."
  }
}

variable "subnet_tags" {
  description = "Tags for the subnets of one tier, such as the roles that Kubernetes load balancers look for."
  type = object({
    database = optional(map(string), {})
    private  = optional(map(string), {})
    public   = optional(map(string), {})
  })
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "vpc_endpoints" {
  description = <<-EOT
    Endpoints that keep traffic to AWS services inside the network. `gateway` (s3, dynamodb) costs nothing.
    `interface` takes service names such as ecr.api, ecr.dkr, logs or secretsmanager; each is billed by zone and hour.
  EOT
  type = object({
    gateway   = optional(set(string), ["s3"])
    interface = optional(set(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(var.vpc_endpoints.gateway, ["dynamodb", "s3"])) == 0
    error_message = "vpc_endpoints.gateway can hold \"s3\" and \"dynamodb\"; other services have interface endpoints."
  }
  validation {
    condition     = alltrue([for service in var.vpc_endpoints.interface : can(regex("^[a-z][a-z0-9-]*([.][a-z0-9-]+)*$", service)) && !startswith(service, "com.")])
    error_message = "vpc_endpoints.interface takes the last part of a service name: \"ecr.api\" for com.amazonaws.<region>.ecr.api."
  }
}
