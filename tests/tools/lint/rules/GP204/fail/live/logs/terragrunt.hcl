terraform {
  source = "../../modules/bucket"
}

inputs = {
  name = "acme-logs"
  retention = { day = 90 }
}
