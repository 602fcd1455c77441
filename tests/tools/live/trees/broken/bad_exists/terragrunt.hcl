generate "x" {
  path      = "x"
  if_exists = "replace"
  contents  = ""
}
