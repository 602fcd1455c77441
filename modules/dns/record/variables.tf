variable "records" {
  description = <<-EOT
    The records, by a name of your choice. `name` is the full domain name. A record has `values`, or it is an `alias` of an AWS
    resource. Several records share a name and type when each has the same kind of routing:

    - `weight` (0 to 255): its share of the answers;
    - `failover` (PRIMARY or SECONDARY): the secondary answers while the primary is unhealthy;
    - `geolocation`: for askers of a `continent`, or of a `country` (two letters, or "*" for everybody else) and its `subdivision`.

    `health_check` names an entry of `health_checks`. `set_identifier` tells records of one name apart; by default it is the key.
  EOT
  type = map(object({
    name = string
    type = string
    alias = optional(object({
      name                   = string
      zone_id                = string
      evaluate_target_health = optional(bool, true)
    }))
    failover = optional(string)
    geolocation = optional(object({
      continent   = optional(string)
      country     = optional(string)
      subdivision = optional(string)
    }))
    health_check   = optional(string)
    set_identifier = optional(string)
    ttl            = optional(number, 300)
    values         = optional(list(string))
    weight         = optional(number)
  }))
  nullable = false

  validation {
    condition     = alltrue([for record in var.records : can(regex("^([*][.])?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?[.])+[a-z0-9-]{2,63}$", record.name))])
    error_message = "records: name must be the full name in lower case without a dot at its end, such as \"api.dev.example.com\"."
  }
  validation {
    condition     = alltrue([for record in var.records : contains(["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"], record.type)])
    error_message = "records: type must be one of A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SRV, SSHFP, SVCB, TLSA, TXT."
  }
  validation {
    condition     = alltrue([for record in var.records : (record.alias == null) != (record.values == null)])
    error_message = "records: each record has either values or an alias, and not both."
  }
  validation {
    condition     = alltrue([for record in var.records : record.alias == null || contains(["A", "AAAA"], record.type)])
    error_message = "records: an alias has type A or AAAA, as what it stands for."
  }
  validation {
    condition     = alltrue([for record in var.records : record.values == null || try(length(record.values) >= 1 && (record.type != "CNAME" || length(record.values) == 1), false)])
    error_message = "records: values needs at least one entry, and exactly one for a CNAME."
  }
  validation {
    condition     = alltrue([for record in var.records : record.ttl >= 1 && record.ttl <= 172800])
    error_message = "records: ttl must be 1 to 172800 seconds (two days)."
  }
  validation {
    condition     = alltrue([for record in var.records : length([for routing in [record.weight, record.failover, record.geolocation] : 1 if routing != null]) <= 1])
    error_message = "records: a record has one kind of routing at most: weight, failover or geolocation."
  }
  validation {
    condition     = alltrue([for record in var.records : record.weight == null || try(record.weight >= 0 && record.weight <= 255, false)])
    error_message = "records: weight must be 0 to 255."
  }
  validation {
    condition     = alltrue([for record in var.records : record.failover == null || try(contains(["PRIMARY", "SECONDARY"], record.failover), false)])
    error_message = "records: failover must be PRIMARY or SECONDARY."
  }
  validation {
    condition = alltrue([
      for answers in { for record in var.records : "${record.name} ${record.type}" => record.failover... if record.failover != null } :
      length(distinct(answers)) == length(answers)
    ])
    error_message = "records: failover records of one name and type are one PRIMARY and one SECONDARY; either may stand in another unit, such as another region's."
  }
  validation {
    condition     = alltrue([for record in var.records : record.failover != "PRIMARY" || record.health_check != null || try(record.alias.evaluate_target_health, false)])
    error_message = "records: a PRIMARY needs a health_check, or an alias with evaluate_target_health: otherwise it never fails over."
  }
  validation {
    condition = alltrue([for record in var.records : record.geolocation == null || try(
      (record.geolocation.continent == null) != (record.geolocation.country == null) &&
      contains(["AF", "AN", "AS", "EU", "NA", "OC", "SA"], coalesce(record.geolocation.continent, "EU")) &&
      can(regex("^([A-Z]{2}|[*])$", coalesce(record.geolocation.country, "*"))) &&
      (record.geolocation.subdivision == null || record.geolocation.country == "US"),
    false)])
    error_message = "records: geolocation is a continent (AF, AN, AS, EU, NA, OC, SA) or a country (two letters or \"*\"); a subdivision only within US."
  }
  validation {
    condition = alltrue([
      for places in { for record in var.records : "${record.name} ${record.type}" => record.geolocation... if record.geolocation != null } :
      contains([for place in places : coalesce(place.country, "-")], "*")
    ])
    error_message = "records: geolocation records need a default, country = \"*\": without it everybody whose place is unknown gets no answer."
  }
  validation {
    condition = alltrue([
      for kinds in { for record in var.records : "${record.name} ${record.type}" => record.weight != null ? "weight" : record.failover != null ? "failover" : record.geolocation != null ? "geolocation" : "none"... } :
      length(distinct(kinds)) == 1 && (length(kinds) == 1 || kinds[0] != "none")
    ])
    error_message = "records: several records of one name and type must all have the same kind of routing; put the values of a simple record into one entry."
  }
  validation {
    condition     = alltrue([for record in var.records : record.health_check == null || try(contains(keys(var.health_checks), record.health_check), false)])
    error_message = "records: health_check must be a key of health_checks."
  }
}

variable "zone_id" {
  description = "The zone the records are in."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9]{1,32}$", var.zone_id))
    error_message = "zone_id must be the id of a Route 53 zone (such as Z0123456789ABCDEFGHIJ), not its name."
  }
}

variable "health_checks" {
  description = <<-EOT
    Health checks, by name. Route 53 asks `fqdn` from around the world every `interval_seconds` (10 or 30); `failure_threshold`
    failures in a row make it unhealthy. `port` follows `type` (HTTPS, HTTP, TCP) when left out, `path` is not for TCP. `regions`
    are those to ask from, at least three; empty for all.
  EOT
  type = map(object({
    fqdn              = string
    failure_threshold = optional(number, 3)
    interval_seconds  = optional(number, 30)
    path              = optional(string, "/health")
    port              = optional(number)
    regions           = optional(set(string), [])
    type              = optional(string, "HTTPS")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for check in var.health_checks : contains(["HTTPS", "HTTP", "TCP"], check.type)])
    error_message = "health_checks: type must be HTTPS, HTTP or TCP."
  }
  validation {
    condition     = alltrue([for check in var.health_checks : check.type != "TCP" || check.port != null])
    error_message = "health_checks: a TCP check needs a port."
  }
  validation {
    condition     = alltrue([for check in var.health_checks : check.port == null || try(check.port >= 1 && check.port <= 65535, false)])
    error_message = "health_checks: port must be between 1 and 65535."
  }
  validation {
    condition     = alltrue([for check in var.health_checks : startswith(check.path, "/")])
    error_message = "health_checks: path must begin with a slash."
  }
  validation {
    condition     = alltrue([for check in var.health_checks : contains([10, 30], check.interval_seconds)])
    error_message = "health_checks: interval_seconds must be 10 or 30."
  }
  validation {
    condition     = alltrue([for check in var.health_checks : check.failure_threshold >= 1 && check.failure_threshold <= 10])
    error_message = "health_checks: failure_threshold must be 1 to 10."
  }
  validation {
    condition     = alltrue([for check in var.health_checks : length(check.regions) == 0 || length(check.regions) >= 3])
    error_message = "health_checks: regions must name at least three regions, or none for all."
  }
}

variable "tags" {
  description = "Tags of the health checks in addition to the provider's default tags. Records have no tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
