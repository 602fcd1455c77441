variable "who" { type = string }
