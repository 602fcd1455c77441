include "root" {
  path           = find_in_parent_folders("root.hcl")
  expose         = true
  merge_strategy = "no_merge"
}

inputs = {
  taken = include.root.inputs.map.a
  where = include.root.locals.where
  all   = keys(include.root)
}
