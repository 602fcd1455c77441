module "query" {
  source = "../.."

  name        = "acme-dev"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  results     = { bucket_name = "acme-dev-results" }
}
