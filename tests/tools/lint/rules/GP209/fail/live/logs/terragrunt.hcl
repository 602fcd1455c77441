terraform {
  source = "../../modules/bucket"
}

inputs = {
  name = "acme-logs"
}
