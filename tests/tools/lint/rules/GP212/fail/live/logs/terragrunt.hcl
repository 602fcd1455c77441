terraform {
  source = "./module"
}

inputs = {
  name = "acme-logs"
}
