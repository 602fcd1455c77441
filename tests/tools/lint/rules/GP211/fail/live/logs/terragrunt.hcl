terraform {
  source = "../../modules/bucket"
}

inputs = {
  name = "acme-logs-111122223333"
  region = "us-east-1"
  role = "arn:aws:iam::111122223333:role/ci"
}
