inputs = {
  in_root = true
}
