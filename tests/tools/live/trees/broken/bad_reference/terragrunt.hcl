locals {
  region = "x"
}

inputs = {
  r = local.regio
}
