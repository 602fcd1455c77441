variable "cleanup" {
  description = <<-EOT
    How long what nobody asks for stays, in the whole bucket: uploads that never ended for `multipart_days`, versions that were replaced or deleted for
    `noncurrent_days`. `lifecycle_rules` may say less for a prefix.
  EOT
  type = object({
    multipart_days  = optional(number, 7)
    noncurrent_days = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.cleanup.multipart_days >= 1 && floor(var.cleanup.multipart_days) == var.cleanup.multipart_days
    error_message = "cleanup.multipart_days must be a whole number, 1 or more."
  }
  validation {
    condition     = var.cleanup.noncurrent_days >= 1 && floor(var.cleanup.noncurrent_days) == var.cleanup.noncurrent_days
    error_message = "cleanup.noncurrent_days must be a whole number, 1 or more: so long a deletion can be taken back."
  }
}

variable "lifecycle_rules" {
  description = <<-EOT
    What becomes of objects as they age, keyed by a name of the caller's, below a `prefix` (`raw/`; empty for the whole bucket). `transitions` move objects to a
    storage class after so many days; GLACIER and DEEP_ARCHIVE only where `queried` is false, because Athena does not read them (GLACIER_IR it does). `expiration_days` deletes.
    Versions that were replaced have `noncurrent_transitions` and `noncurrent_days` of their own.
  EOT
  type = map(object({
    prefix                 = optional(string, "")
    queried                = optional(bool, true)
    transitions            = optional(map(number), {})
    expiration_days        = optional(number)
    noncurrent_transitions = optional(map(number), {})
    noncurrent_days        = optional(number)
    multipart_days         = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.lifecycle_rules) : can(regex("^[a-z][a-z0-9-]{0,62}$", name)) && name != "cleanup"])
    error_message = "The names in lifecycle_rules must be lower-case letters, digits and hyphens, and not \"cleanup\", which is the module's own."
  }
  validation {
    condition     = alltrue([for rule in values(var.lifecycle_rules) : rule.prefix == "" || can(regex("^[^/].*/$", rule.prefix))])
    error_message = "lifecycle_rules: a prefix ends with a slash and does not start with one: \"raw\" would be \"raw-old/\" as well."
  }
  validation {
    condition     = alltrue([for rule in values(var.lifecycle_rules) : length(rule.transitions) + length(rule.noncurrent_transitions) > 0 || anytrue([for days in [rule.expiration_days, rule.noncurrent_days, rule.multipart_days] : days != null])])
    error_message = "lifecycle_rules: a rule does nothing. Give it transitions, expiration_days, noncurrent_transitions, noncurrent_days or multipart_days."
  }
  validation {
    condition     = alltrue(flatten([for rule in values(var.lifecycle_rules) : [for class in concat(keys(rule.transitions), keys(rule.noncurrent_transitions)) : contains(local.storage_classes, class)]]))
    error_message = "lifecycle_rules: a storage class is not known. Known are: ${join(", ", local.storage_classes)}."
  }
  validation {
    condition     = alltrue([for rule in values(var.lifecycle_rules) : !rule.queried || length(setintersection(keys(rule.transitions), local.archives)) == 0])
    error_message = "lifecycle_rules: GLACIER and DEEP_ARCHIVE are for prefixes that nothing queries: Athena leaves out what lies there, without a word. Take GLACIER_IR, or say queried = false."
  }
  validation {
    condition = alltrue(flatten([for rule in values(var.lifecycle_rules) : [
      for other in values(var.lifecycle_rules) : !startswith(other.prefix, rule.prefix) && !startswith(rule.prefix, other.prefix)
      if length(setintersection(keys(other.transitions), local.archives)) > 0
    ] if rule.queried]))
    error_message = "lifecycle_rules: a prefix that goes to GLACIER or DEEP_ARCHIVE lies in a prefix of another rule that is queried, or has one in it."
  }
  validation {
    condition = alltrue(flatten([for rule in values(var.lifecycle_rules) : [
      for transitions in [rule.transitions, rule.noncurrent_transitions] : [for class, days in transitions : days >= lookup(local.least_days, class, 0) && floor(days) == days]
    ]]))
    error_message = "lifecycle_rules: days of a transition are whole numbers, and 30 or more to STANDARD_IA and ONEZONE_IA."
  }
  validation {
    condition = alltrue(flatten([for rule in values(var.lifecycle_rules) : [for transitions in [rule.transitions, rule.noncurrent_transitions] : [
      for way in [[for class in local.storage_classes : transitions[class] if contains(keys(transitions), class)]] : [for index, days in way : index == 0 || days > try(way[index - 1], 0)]
    ]]]))
    error_message = "lifecycle_rules: a colder class comes later: the days must grow in the order ${join(", ", local.storage_classes)}."
  }
  validation {
    condition = alltrue(flatten([for rule in values(var.lifecycle_rules) : [
      for pair in [[rule.expiration_days, rule.transitions], [rule.noncurrent_days, rule.noncurrent_transitions]] : pair[0] == null ? true : pair[0] >= 1 && floor(pair[0]) == pair[0] && alltrue([for days in values(pair[1]) : days < pair[0]])
    ]]))
    error_message = "lifecycle_rules: expiration_days and noncurrent_days are whole numbers, 1 or more, and later than the transitions beside them."
  }
  validation {
    condition     = alltrue([for rule in values(var.lifecycle_rules) : rule.noncurrent_days == null || try(rule.noncurrent_days <= var.cleanup.noncurrent_days, false)])
    error_message = "lifecycle_rules: noncurrent_days is at most cleanup.noncurrent_days (${var.cleanup.noncurrent_days}): of two rules, S3 keeps to the shorter."
  }
  validation {
    condition     = alltrue([for rule in values(var.lifecycle_rules) : rule.multipart_days == null || try(rule.multipart_days >= 1 && rule.multipart_days <= var.cleanup.multipart_days, false)])
    error_message = "lifecycle_rules: multipart_days is 1 to cleanup.multipart_days (${var.cleanup.multipart_days}): of two rules, S3 keeps to the shorter."
  }
  validation {
    condition     = alltrue(flatten([for rule in values(var.lifecycle_rules) : [for days in values(rule.noncurrent_transitions) : days < var.cleanup.noncurrent_days]]))
    error_message = "lifecycle_rules: noncurrent_transitions come before cleanup.noncurrent_days (${var.cleanup.noncurrent_days}), when the version is gone."
  }
}

variable "statements" {
  description = <<-EOT
    Further statements of the bucket's policy, keyed by statement id: `actions` on the bucket (`on_bucket`) or on `objects` by pattern (`raw/*`), for principals by ARN or for AWS `services`
    (`delivery.logs`), which act for this account alone unless `conditions` (operator, key, values) name an aws:SourceArn or aws:SourceAccount. A "Deny" that names nobody is for everybody.
  EOT
  type = map(object({
    actions        = list(string)
    effect         = optional(string, "Allow")
    on_bucket      = optional(bool, false)
    objects        = optional(list(string), [])
    principal_arns = optional(list(string), [])
    services       = optional(list(string), [])
    conditions     = optional(map(map(list(string))), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for sid in keys(var.statements) : can(regex("^[A-Za-z0-9]+$", sid)) && !contains(["DenyPlainHttp", "DenyOldTls", "DenyOtherEncryption", "DenyOtherKeys", "ReceiveAccessLogs"], sid)])
    error_message = "statements: a key becomes the statement's id, has letters and digits only, and is none of the module's own (DenyPlainHttp, DenyOldTls, DenyOtherEncryption, DenyOtherKeys, ReceiveAccessLogs)."
  }
  validation {
    condition     = alltrue([for s in values(var.statements) : contains(["Allow", "Deny"], s.effect)])
    error_message = "statements: effect must be \"Allow\" or \"Deny\"."
  }
  validation {
    condition     = alltrue([for s in values(var.statements) : length(s.actions) > 0 && (s.on_bucket || length(s.objects) > 0)])
    error_message = "statements: each statement needs at least one action, and on_bucket or objects to act on."
  }
  validation {
    condition     = alltrue(flatten([for s in values(var.statements) : [for action in s.actions : can(regex("^s3:[A-Za-z]", action)) || s.effect == "Deny"]]))
    error_message = "statements: name the actions (s3:GetObject, s3:Get*): \"*\" and \"s3:*\" allow more than anybody needs."
  }
  validation {
    condition     = alltrue([for s in values(var.statements) : s.effect == "Deny" || length(s.principal_arns) + length(s.services) > 0])
    error_message = "statements: name who is allowed, in principal_arns or services: nothing is allowed to everybody."
  }
  validation {
    condition     = alltrue(flatten([for s in values(var.statements) : [for arn in s.principal_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/.+|user/.+)$", arn))]]))
    error_message = "statements: principal_arns must be ARNs of roles, users or accounts (arn:aws:iam::<account>:role/<name>)."
  }
  validation {
    condition     = alltrue(flatten([for s in values(var.statements) : [for service in s.services : can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)*$", service)) && !endswith(service, "amazonaws.com")]]))
    error_message = "statements: a service is its name without the domain, for example s3 or delivery.logs."
  }
}
