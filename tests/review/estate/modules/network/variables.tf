variable "name" {
  description = "The name of the network."
  type        = string
}

variable "vpc_cidr" {
  description = "The addresses of the VPC."
  type        = string
}

variable "subnets" {
  description = "Zone letter => addresses."
  type        = map(string)
}

variable "doors" {
  description = "Who may come in where, by name; group is web or database."
  type = map(object({
    port  = number
    cidr  = string
    group = string
  }))
}

variable "kms_key_arn" {
  description = "The key of the logs."
  type        = string
}
