inputs = {
  from_root = path_relative_to_include()
}
