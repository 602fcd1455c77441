# The states of a production account: read and written by named roles only, each version copied to the region that takes over,
# where the module is called once more, without a copy of its own.
module "state" {
  source = "../.."

  name        = "acme-prod-tfstate"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  access = {
    reader_role_arns = ["arn:aws:iam::123456789012:role/acme-prod-plan"]
    writer_role_arns = ["arn:aws:iam::123456789012:role/acme-prod-deploy", "arn:aws:iam::123456789012:role/break-glass"]
  }
  versions = { days = 365, keep = 50 }

  replication = {
    bucket_arn  = "arn:aws:s3:::acme-prod-tfstate-123456789012-us-west-2"
    kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/66666666-7777-8888-9999-000000000000"
    region      = "us-west-2"
  }
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-prod-workload-boundary"

  alarms = {
    topic_arns  = { platform = "arn:aws:sns:us-east-1:123456789012:acme-platform" }
    runbook_url = "https://runbooks.acme.example.com/state-replication"
  }
  tags = { Component = "state" }
}
