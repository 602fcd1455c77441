include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

locals {
  rel = include.root.locals.rel
}

terraform {
  source = "${include.root.terraform.source}//sub"
}

inputs = {
  hook   = include.root.terraform.before_hook.say.execute
  rel    = local.rel
  gen    = include.root.generate.backend.contents
  prot   = include.root.prevent_destroy
  dl_dir = include.root.download_dir
}
