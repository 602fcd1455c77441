variable "account_id" {
  description = "AWS account of the cluster. Used in the trust of the service accounts' roles."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "cluster_name" {
  description = "Name of the cluster that the `kubernetes` provider of the caller talks to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$", var.cluster_name))
    error_message = "cluster_name must be the name of an EKS cluster, not its ARN."
  }
}

variable "name" {
  description = "Name of the namespace, for example `shop`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "name must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends."
  }
  validation {
    condition     = var.name != "default" && !startswith(var.name, "kube-")
    error_message = "name: \"default\" and kube-… are Kubernetes' own namespaces."
  }
}

variable "quota" {
  description = "What the pods of the namespace may take together, in the words of Kubernetes: `requests.cpu`, `limits.memory`, `pods`, `services.loadbalancers` and so on."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setintersection(keys(var.quota), ["requests.cpu", "requests.memory", "limits.memory", "cpu", "memory"])) > 0
    error_message = "quota must bound CPU or memory at least, for example { \"requests.cpu\" = \"8\", \"requests.memory\" = \"16Gi\" }."
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
