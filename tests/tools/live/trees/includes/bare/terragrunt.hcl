include {
  path = find_in_parent_folders("root.hcl")
}

inputs = {
  scalar = "child"
}
