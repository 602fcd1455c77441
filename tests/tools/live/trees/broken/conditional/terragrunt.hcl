inputs = {
  x = true ? { a = 1 } : {}
}
