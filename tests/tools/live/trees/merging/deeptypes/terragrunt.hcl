include "base" {
  path           = "../common/base.hcl"
  merge_strategy = "deep"
}

feature "object" {
  default = { b = { d = 3 }, e = [1] }
}

inputs = {
  list  = []
  empty = [2]
  map   = { a = 1 }
  text  = { now = "map" }
  flag  = false
  null_ = ["list"]
  nested = {
    list = ["b"]
    map  = null
  }
}
