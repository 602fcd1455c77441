variable "name" {
  type    = string
  default = "logs"
}
