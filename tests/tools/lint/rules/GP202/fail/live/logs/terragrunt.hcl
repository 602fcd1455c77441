terraform {
  source = "../../modules/bucket"
}

inputs = {
  name = "acme-logs"
  retantion = { days = 90 }
}
