include "parent" {
  path = "../common/parent.hcl"
}

feature "both" {
  default = "child"
}

locals {
  shared = feature.shared.value
  both   = feature.both.value
}

dependencies {
  paths = ["../attributes"]
}

inputs = {
  shared = local.shared
  both   = local.both
}
