terraform {
  source = "../../modules/bucket"
}

inputs = {
  retention = { days = 90 }
}
