module "site" {
  source          = "../.."
  name            = "acme-www"
  account_id      = "123456789012"
  region          = "us-east-1"
  domain_names    = ["www.example.com"]
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  files           = { "index.html" = { source = "index.html", sha256 = sha256("1.0.0") } }
}
