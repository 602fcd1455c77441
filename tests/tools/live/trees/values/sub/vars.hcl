locals {
  here     = get_terragrunt_dir()
  original = get_original_terragrunt_dir()
  up       = find_in_parent_folders("top.hcl")
  rel      = path_relative_to_include()
  text     = file("text.txt")
  list     = tolist(["a"])
  n        = 3
}

inputs = {
  fromvars = local.n
}
