module "database" {
  source = "../.."

  name                    = "acme-dev-db"
  account_id              = "111122223333"
  region                  = "us-east-1"
  instance_class          = "db.t4g.medium"
  backup_retention_period = 7
  kms_key_arn             = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  database = { name = "orders" }
  network  = { security_group_id = "sg-0123456789abcdef0", subnet_group_name = "acme-dev-database" }
}
