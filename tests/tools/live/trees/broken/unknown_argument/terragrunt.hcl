terraform {
  sources = "x"
}
