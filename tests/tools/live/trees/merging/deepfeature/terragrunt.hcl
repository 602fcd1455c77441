include "base" {
  path           = "../common/base.hcl"
  merge_strategy = "deep"
}

feature "flag" {
  default = "child"
}
