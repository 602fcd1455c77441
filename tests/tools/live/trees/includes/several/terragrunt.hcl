include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "tags" {
  path           = find_in_parent_folders("common/tags.hcl")
  expose         = true
  merge_strategy = "deep"
}

locals {
  rel_root  = path_relative_to_include("root")
  rel_tags  = path_relative_to_include("tags")
  from_tags = path_relative_from_include("tags")
  dir_tags  = get_parent_terragrunt_dir("tags")
}

inputs = {
  rel_root  = local.rel_root
  rel_tags  = local.rel_tags
  from_tags = local.from_tags
  dir_tags  = local.dir_tags
  tags      = { extra = include.tags.inputs.tags.team, file_dir = include.tags.locals.file_dir }
}
