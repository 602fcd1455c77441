# The registry that holds a platform's releases: three accounts run them, the pipeline of a fourth builds them, every image
# is copied to the region of the disaster recovery, and the security team hears of critical vulnerabilities.
module "registry" {
  source = "../.."

  name        = "acme"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  repositories = {
    "acme/api"    = { keep_releases = 100, temporary_tags = { "pr-*" = 14, "main-*" = 60 } }
    "acme/worker" = { untagged_days = 3 }
    "sandbox"     = { keep_releases = 10, force_delete = true }
  }

  access = {
    pull_account_ids = ["111111111111", "222222222222", "333333333333"]
    push_role_arns   = ["arn:aws:iam::444444444444:role/acme-build"]
  }

  replication_regions = ["us-west-2"]
  scanning            = "BASIC"
  alarms              = { topic_arns = { security = "arn:aws:sns:us-east-1:123456789012:acme-security" } }
  tags                = { Component = "registry" }
}
