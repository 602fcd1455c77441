feature "on" {
  default = true
}

locals {
  on = feature.on.value
}

inputs = {
  on   = local.on
  name = feature.on.name
}
