variable "name" {
  description = "The name of the function."
  type        = string
}

variable "memory_size" {
  description = "Its memory in MB."
  type        = number
}

variable "timeout" {
  description = "How long it may take, in seconds."
  type        = number
}

variable "package" {
  description = "The zip file of its code."
  type        = object({ path = string, sha256 = string })
}

variable "subnet_ids" {
  description = "Where it runs."
  type        = list(string)
}

variable "security_group_id" {
  description = "Whom it may talk to."
  type        = string
}

variable "database_address" {
  description = "The host name of the database."
  type        = string
}

variable "bucket_arn" {
  description = "The bucket that it reads."
  type        = string
}

variable "table_arn" {
  description = "The table that it keeps."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of its logs and settings."
  type        = string
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
}

variable "trusted" {
  description = "Who may take its role, as a policy says it."
  type        = map(string)
}

variable "token" {
  description = "What it shows to its partner."
  type        = string
  sensitive   = true
}
