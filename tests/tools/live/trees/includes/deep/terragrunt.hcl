include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

terraform {
  include_in_copy          = ["child.txt"]
  exclude_from_copy        = ["secret.txt"]
  copy_terraform_lock_file = false

  extra_arguments "common" {
    commands = ["plan"]
  }
}

prevent_destroy = false

generate "backend" {
  path      = "backend.tf"
  if_exists = "overwrite"
  contents  = "child"
}

inputs = {
  list    = ["child", "more"]
  map     = { b = { y = 2, l = [2, 3] }, c = true }
  scalar  = ""
  nothing = { now = "a map" }
}
