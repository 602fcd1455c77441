variable "name" {
  description = "the name"
  type        = string
}
