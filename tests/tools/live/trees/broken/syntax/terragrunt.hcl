inputs = {
  a = [1, 2
}
