# Everything said: the account's roles, a standby, some tables of two schemas, alarms. Beside it one that is switched off for a while.
module "capture" {
  source = "../.."

  name       = "acme-capture"
  account_id = "123456789012"
  region     = "us-east-1"

  network = {
    security_group_id = "sg-0123456789abcdef0"
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
  }
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  source_database = {
    database_name      = "shop"
    secret_arn         = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-shop-db-master-AbCdEf"
    secret_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    ssl_mode           = "verify-full"
    certificate_arn    = "arn:aws:dms:us-east-1:123456789012:cert:RDSAUTHORITY"
    outside            = { cidr_ipv4 = "10.50.0.0/24", port = 5433 }
    postgres = {
      capture_ddls      = false
      heartbeat_minutes = 1
      plugin_name       = "pglogical"
      schema            = "dms"
      slot_name         = "acme_capture"
    }
  }
  target = {
    kinesis = {
      stream_arn              = "arn:aws:kinesis:us-east-1:123456789012:stream/acme-changes"
      kms_key_arn             = "arn:aws:kms:us-east-1:123456789012:key/5678abcd-12ab-34cd-56ef-1234567890ab"
      include_partition_value = true
    }
  }

  tables = {
    shop   = { schema = "shop" }
    audits = { schema = "audit", table = "events[_]%", partition_key_type = "schema-table" }
  }
  excluded_tables = { sessions = { schema = "shop", table = "sessions" } }

  instance = {
    instance_class     = "dms.r6i.large"
    allocated_storage  = 100
    engine_version     = "3.5.4"
    maintenance_window = "Sun:01:00-Sun:02:00"
    multi_az           = true
  }
  task = {
    latency_alarm_seconds = 120
    lob_kilobytes         = 256
    on_data_error         = "STOP_TASK"
  }

  create_service_roles = true
  alarms = {
    topic_arns  = { operators = "arn:aws:sns:us-east-1:123456789012:acme-alarms" }
    runbook_url = "https://runbooks.example.com/capture"
  }
  log_kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/9abcabcd-12ab-34cd-56ef-1234567890ab"
  log_retention_days = 90
  tags               = { Component = "capture" }
}

module "resting" {
  source = "../.."

  enabled = false

  name       = "acme-resting"
  account_id = "123456789012"
  region     = "us-east-1"

  network = {
    security_group_id = "sg-0123456789abcdef0"
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
  }
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  source_database = {
    database_name      = "shop"
    secret_arn         = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-shop-db-master-AbCdEf"
    secret_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    postgres           = {}
  }
  target = {
    kinesis = {
      stream_arn  = "arn:aws:kinesis:us-east-1:123456789012:stream/acme-changes"
      kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/5678abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
  tables = { shop = { schema = "shop" } }
  alarms = { topic_arns = { operators = "arn:aws:sns:us-east-1:123456789012:acme-alarms" } }
}
