locals {
  file_dir = get_terragrunt_dir()
}

inputs = {
  tags      = { team = "platform", unit = basename(get_terragrunt_dir()) }
  tags_rel  = path_relative_to_include()
  tags_from = path_relative_from_include()
  note      = file("note.txt")
  scalar    = "tags"
}
