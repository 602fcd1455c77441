# A single instance that is made and thrown away at will, with everything said that can be said.
module "database" {
  source = "../.."

  name       = "acme-dev-db"
  account_id = "111122223333"
  region     = "us-east-1"

  engine                = "mysql"
  engine_version        = "8.0"
  instance_class        = "db.t3.medium"
  allocated_storage     = 20
  max_allocated_storage = 100
  multi_az              = false

  database = {
    name        = "orders"
    port        = 3306
    credentials = { username = "orders_admin" }
    parameters = {
      max_connections = { value = "200" }
      innodb_log_file_size = {
        value        = "268435456"
        apply_method = "pending-reboot"
      }
    }
  }
  network     = { security_group_id = "sg-0123456789abcdef0", subnet_group_name = "acme-dev-database" }
  kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  backup_retention_period      = 7
  backup_window                = "22:30-23:30"
  maintenance_window           = "Sun:00:00-Sun:03:00"
  copy_tags_to_snapshot        = true
  deletion_protection          = false
  performance_insights_enabled = true

  operations = {
    apply_immediately        = true
    engine_lifecycle_support = "open-source-rds-extended-support"
    logs = {
      exports        = ["error", "general", "slowquery"]
      kms_key_arn    = "arn:aws:kms:us-east-1:111122223333:key/5678abcd-12ab-34cd-56ef-1234567890ab"
      retention_days = 14
    }
    monitoring_seconds        = 30
    performance_insights_days = 31
    skip_final_snapshot       = true
    storage_type              = "gp3"
  }
  tags = { Component = "database" }
}
