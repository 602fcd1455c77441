include "base" {
  path           = "../common/base.hcl"
  merge_strategy = "deep"
}

inputs = {
  text = ["a", "list"]
}
