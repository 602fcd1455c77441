inputs = {
  x = find_in_parent_folder("root.hcl")
}
