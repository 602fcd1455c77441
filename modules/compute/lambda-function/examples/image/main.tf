# A function that comes as an image, because its libraries are larger than a zip may be.
module "score" {
  source = "../.."

  name         = "acme-score"
  description  = "Predictions from a model"
  account_id   = "123456789012"
  region       = "us-east-1"
  kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  architecture = "x86_64"
  memory_size  = 1024
  timeout      = 900
  network      = {}

  package = {
    image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/acme-score@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }
}
