# PostgreSQL whose changes are captured, with the whole connection in one secret, and one that is left as it comes.
module "source_database" {
  source = "../.."

  name       = "acme-capture-db"
  account_id = "111122223333"
  region     = "eu-north-1"

  engine                = "postgres"
  engine_version        = "16"
  instance_class        = "db.t3.micro"
  allocated_storage     = 20
  max_allocated_storage = 100
  multi_az              = false

  database = {
    name                = "shop"
    logical_replication = { max_slot_wal_megabytes = 8192 }
    credentials         = { username = "shop_admin", connection_secret = true, users = ["capture"] }
  }
  network                 = { security_group_id = "sg-0123456789abcdef0", subnet_group_name = "acme-capture-database" }
  kms_key_arn             = "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  backup_retention_period = 7
  deletion_protection     = false # the example can be destroyed; production says true

  operations = {
    alarms = {
      topic_arns  = { operators = "arn:aws:sns:eu-north-1:111122223333:acme-capture-alarms" }
      runbook_url = "https://runbooks.example.com/capture"
    }
    skip_final_snapshot = true
  }
}

module "reports" {
  source = "../.."

  name       = "acme-reports-db"
  account_id = "111122223333"
  region     = "eu-north-1"

  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  database                = { name = "reports" }
  network                 = { security_group_id = "sg-0123456789abcdef0", subnet_group_name = "acme-capture-database" }
  kms_key_arn             = "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  backup_retention_period = 14
  deletion_protection     = false
  operations              = { skip_final_snapshot = true }
}
