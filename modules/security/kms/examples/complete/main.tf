# A key for data that a role also uses directly, one for a lake and what fills it, one for logs, one for topics that are told what happens,
# one that signs a DNS zone.
module "kms" {
  source = "../.."

  name       = "acme-prod"
  account_id = "111122223333"
  region     = "us-east-1"

  keys = {
    data = {
      description          = "Databases, secrets, buckets and queues"
      services             = ["dynamodb", "rds", "s3", "secretsmanager", "sqs", "ssm"]
      aliases              = ["acme/customer-data"]
      deletion_window_days = 30
      users                = ["arn:aws:iam::111122223333:role/acme-prod-tokeniser"]
    }
    lake = {
      description = "The lake's buckets, streams and tables"
      services    = ["athena", "dms", "firehose", "glue", "kinesis", "s3"]
      users       = ["arn:aws:iam::111122223333:role/acme-prod-glue-job"]
    }
    logs = {
      description = "CloudWatch log groups"
      services    = ["logs", "delivery.logs"]
    }
    alerts = {
      description          = "Topics that alarms, budgets, rules, databases and replications publish to"
      services             = ["sns", "cloudwatch", "budgets", "events", "events.rds", "dms"]
      deletion_window_days = 7
    }
    dnssec = {
      description = "Signs the public zone"
      services    = ["dnssec-route53"]
      spec        = "ECC_NIST_P256"
    }
  }
  tags = { Component = "encryption" }
}
