# No instance: capacity comes and goes with the changes.
module "replication" {
  source = "../.."

  name       = "acme-serverless"
  account_id = "123456789012"
  region     = "us-east-1"

  network = {
    security_group_id = "sg-0123456789abcdef0"
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
  }
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  source_database = {
    database_name      = "orders"
    secret_arn         = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-orders-db-master-AbCdEf"
    secret_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    postgres           = {}
  }
  target = {
    kinesis = {
      stream_arn  = "arn:aws:kinesis:us-east-1:123456789012:stream/acme-orders"
      kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
  tables     = { orders = { schema = "orders" } }
  serverless = { max_capacity_units = 4, min_capacity_units = 1 }
}
