variable "account_id" {
  description = "AWS account of the cluster. Used in the trust of the service account's role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "chart" {
  description = <<-EOT
    The chart: its `name` in a `repository` (`https://…` or `oci://…`) with its exact `version`; or, without a repository, the path of a local one,
    which begins with `./`, `../` or `/` and brings its version itself.
  EOT
  type = object({
    name       = string
    repository = optional(string)
    version    = optional(string)
  })
  nullable = false

  validation {
    condition     = var.chart.repository == null || can(regex("^(https|oci)://.+$", var.chart.repository))
    error_message = "chart.repository must begin with https:// or oci://."
  }
  validation {
    condition     = (var.chart.repository == null) == can(regex("^(\\.{0,2}/)", var.chart.name))
    error_message = "chart: give a repository, or as name the path of a local chart, beginning with ./, ../ or /."
  }
  validation {
    condition     = var.chart.repository == null ? var.chart.version == null : can(regex("^v?[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?$", coalesce(var.chart.version, "none")))
    error_message = "chart.version must be an exact version such as 1.15.0 for a chart from a repository (a range installs another chart tomorrow), and nothing for a local one."
  }
}

variable "cluster_name" {
  description = "Name of the cluster that the `helm` provider of the caller talks to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$", var.cluster_name))
    error_message = "cluster_name must be the name of an EKS cluster, not its ARN."
  }
}

variable "name" {
  description = "Name of the release, for example `external-dns`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$", var.name))
    error_message = "name must be 1 to 53 lower-case letters, digits and hyphens, with a letter or digit at both ends."
  }
}

variable "namespace" {
  description = "Namespace of the release. It has to be there."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace)) && var.namespace != "default"
    error_message = "namespace must be the name of a namespace, and not \"default\", where nothing is bounded."
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

variable "max_history" {
  description = "Revisions that are kept for rolling back. Each is a secret in the namespace."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.max_history >= 2 && var.max_history <= 100
    error_message = "max_history is 2 to 100: with fewer there is nothing to roll back to, and 0 would keep all for ever."
  }
}

variable "service_account" {
  description = "The service account of the chart's pods, where they call AWS: its `name` as the chart makes it, and `policy_statements`, keyed by their Sid. It gets an IAM role by pod identity."
  type = object({
    name = string
    policy_statements = map(object({
      actions    = list(string)
      resources  = list(string)
      conditions = optional(map(map(list(string))), {})
    }))
  })
  default = null

  validation {
    condition     = var.service_account == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.service_account.name)) && try(var.service_account.name, "") != "default"
    error_message = "service_account.name must be the name of a service account, and not \"default\", which every pod without one has."
  }
  validation {
    condition     = var.service_account == null || length("${var.cluster_name}-${var.namespace}-${var.name}-${var.region}") <= 64
    error_message = "service_account: its role is named <cluster>-<namespace>-<release>-<region> in at most 64 characters; shorten one of them."
  }
  validation {
    condition = var.service_account == null || try(length(var.service_account.policy_statements) > 0 && alltrue([for sid, statement in var.service_account.policy_statements :
      can(regex("^[A-Za-z0-9]+$", sid)) && length(statement.actions) > 0 && length(statement.resources) > 0
    ]), false)
    error_message = "service_account.policy_statements needs one statement at least; its key is its Sid (letters and digits), and it names actions and resources."
  }
  validation {
    condition = alltrue(flatten([for account in var.service_account[*] : [for statement in values(account.policy_statements) : [
      for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+\\*?$", action))
    ]]]))
    error_message = "service_account: actions are named, such as s3:GetObject or s3:Get*; neither \"*\" nor \"s3:*\"."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags, for what is in AWS."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "timeout_seconds" {
  description = "How long the release may take to become ready before it is rolled back."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 30 && var.timeout_seconds <= 3600
    error_message = "timeout_seconds is 30 to 3600."
  }
}

variable "values" {
  description = "Values for the chart, each a YAML document, later ones over earlier ones: `yamlencode({ … })`. They are in the state and in the release for everyone to read."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for document in var.values : can(keys(yamldecode(document)))])
    error_message = "values: each must be a YAML mapping, for example yamlencode({ replicaCount = 2 })."
  }
  validation {
    condition     = !anytrue([for document in var.values : can(regex("(?im)((password|passwd|api_?key|private_?key|secret_?key|access_?key)|([^a-z]|^)token)[\"']?\\s*:\\s*[\"']?[^\\s\"'{\\[~]", document))])
    error_message = "values holds what looks like a password, key or token. Name a Secret of the cluster instead (existingSecret and the like), which an operator fills from Secrets Manager."
  }
}
