include "parent" {
  path = "../common/parent.hcl"
}

exclude {
  if      = false
  actions = ["all_except_output"]
}
