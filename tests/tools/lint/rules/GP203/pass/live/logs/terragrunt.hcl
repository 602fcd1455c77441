terraform {
  source = "../../modules/bucket"
}

inputs = {
  name = "acme-logs"
  retention = { days = 90 }
}
