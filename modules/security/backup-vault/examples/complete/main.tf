# The vault of a production account, locked for good after a month: any second of the last month, a year of months, everything
# once more in another region, and a restore every Sunday.
module "backup" {
  source = "../.."

  name        = "acme-prod"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  lock              = { min_days = 14, max_days = 400, final_after_days = 30 }
  copy_to_vault_arn = "arn:aws:backup:us-west-2:123456789012:backup-vault:acme-prod"

  plans = {
    continuous = {
      schedule            = "cron(0 3 * * ? *)"
      retention_days      = 35
      copy_retention_days = 14
      continuous          = true
      tags                = { Backup = "continuous" }
    }
    monthly = {
      schedule                = "cron(0 4 1 * ? *)"
      retention_days          = 365
      cold_after_days         = 30
      complete_window_minutes = 1440
      resource_arns           = ["arn:aws:dynamodb:us-east-1:123456789012:table/acme-*"]
      tags                    = { Backup = "monthly" }
    }
  }
  restore_test = {
    schedule = "cron(0 6 ? * SUN *)"
    types    = ["Aurora", "DynamoDB"]
    metadata = { Aurora = { dbSubnetGroupName = "acme-scratch" } }
  }
  copies_from_account_ids  = ["210987654321"]
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-prod-workload-boundary"

  alarms = { topic_arns = { platform = "arn:aws:sns:us-east-1:123456789012:acme-platform" } }
  tags   = { Component = "backup" }
}
