# What costs nothing: the settings of account and region, and who else can reach what.
module "baseline" {
  source       = "../.."
  name         = "acme-dev"
  account_id   = "123456789012"
  region       = "us-east-1"
  kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  config       = { enabled = false }
  guardduty    = { enabled = false }
  security_hub = { enabled = false }
}
