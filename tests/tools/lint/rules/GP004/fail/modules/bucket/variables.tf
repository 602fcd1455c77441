variable "limit_00" {
  type     = number
  default  = 0
  nullable = false
}

variable "limit_01" {
  type     = number
  default  = 1
  nullable = false
}

variable "limit_02" {
  type     = number
  default  = 2
  nullable = false
}

variable "limit_03" {
  type     = number
  default  = 3
  nullable = false
}

variable "limit_04" {
  type     = number
  default  = 4
  nullable = false
}

variable "limit_05" {
  type     = number
  default  = 5
  nullable = false
}

variable "limit_06" {
  type     = number
  default  = 6
  nullable = false
}

variable "limit_07" {
  type     = number
  default  = 7
  nullable = false
}

variable "limit_08" {
  type     = number
  default  = 8
  nullable = false
}

variable "limit_09" {
  type     = number
  default  = 9
  nullable = false
}

variable "limit_10" {
  type     = number
  default  = 10
  nullable = false
}

variable "limit_11" {
  type     = number
  default  = 11
  nullable = false
}

variable "limit_12" {
  type     = number
  default  = 12
  nullable = false
}

variable "limit_13" {
  type     = number
  default  = 13
  nullable = false
}

variable "limit_14" {
  type     = number
  default  = 14
  nullable = false
}

variable "limit_15" {
  type     = number
  default  = 15
  nullable = false
}

variable "limit_16" {
  type     = number
  default  = 16
  nullable = false
}

variable "limit_17" {
  type     = number
  default  = 17
  nullable = false
}

variable "limit_18" {
  type     = number
  default  = 18
  nullable = false
}

variable "limit_19" {
  type     = number
  default  = 19
  nullable = false
}

variable "limit_20" {
  type     = number
  default  = 20
  nullable = false
}

variable "limit_21" {
  type     = number
  default  = 21
  nullable = false
}

variable "limit_22" {
  type     = number
  default  = 22
  nullable = false
}

variable "limit_23" {
  type     = number
  default  = 23
  nullable = false
}

variable "limit_24" {
  type     = number
  default  = 24
  nullable = false
}

variable "limit_25" {
  type     = number
  default  = 25
  nullable = false
}
