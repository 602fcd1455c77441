generate "x" {
  path      = "x"
  if_exists = "skip"
  contents  = ""
}

generate "x" {
  path      = "y"
  if_exists = "skip"
  contents  = ""
}
