module "registry" {
  source       = "../.."
  name         = "acme"
  account_id   = "123456789012"
  region       = "us-west-2"
  kms_key_arn  = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
  repositories = { "acme/api" = {} }
}
