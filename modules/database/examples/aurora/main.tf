# The primary of a global cluster, and a cluster on its own.
module "primary" {
  source = "../.."

  name       = "acme-prod-db"
  account_id = "111122223333"
  region     = "us-east-1"

  is_aurora      = true
  instance_class = "db.r7g.large"
  instances = {
    1 = { promotion_tier = 1 }
    2 = { promotion_tier = 2 }
  }

  global_cluster_identifier = "acme-global"
  source_region             = "us-east-1"
  backup_region             = "us-west-2"

  database = {
    name = "orders"
    credentials = {
      password_version = 1
      rotation         = { lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:acme-rotation:live" }
    }
  }
  network                 = { security_group_id = "sg-0123456789abcdef0", subnet_group_name = "acme-prod-database" }
  kms_key_arn             = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  backup_retention_period = 30
  deletion_protection     = false # the example can be destroyed; production says true
  operations              = { skip_final_snapshot = true }
}

module "reports" {
  source = "../.."

  name       = "acme-reports-db"
  account_id = "111122223333"
  region     = "us-east-1"

  is_aurora      = true
  engine         = "aurora-mysql"
  engine_version = "8.0.mysql_aurora.3.10.3"
  instance_class = "db.r7g.large"
  instances      = { writer = { availability_zone = "us-east-1a" } }

  database                = { name = "reports" }
  network                 = { security_group_id = "sg-0123456789abcdef0", subnet_group_name = "acme-prod-database" }
  kms_key_arn             = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  backup_retention_period = 14
  deletion_protection     = false
  operations = {
    logs                = { exports = ["audit", "error", "slowquery"] }
    skip_final_snapshot = true
  }
}
