# A workgroup with queries of every kind, and what an analyst may do in it.
module "query" {
  source = "../.."

  name                 = "acme-prod"
  account_id           = "123456789012"
  region               = "us-east-1"
  kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  results              = { bucket_name = "acme-prod-results", prefix = "queries/" }
  bytes_scanned_cutoff = 107374182400
  athena_engine        = "AUTO"
  force_destroy        = true

  named_queries = {
    rows_per_table = { database = "acme_lake", description = "How many rows a table has", sql = "SELECT count(*) AS row_count FROM customers" }
    freshness      = { database = "acme_lake", sql = "-- the newest change; in UTC\nSELECT max(_committed_at) AS newest FROM customers;\n" }
  }
  views = {
    customers_now = {
      database = "acme_lake"
      sql      = <<-SQL
        -- the latest row of each key, without those that were deleted
        SELECT * FROM (
          SELECT *, row_number() OVER (PARTITION BY id ORDER BY _position DESC) AS newest FROM customers
        ) WHERE newest = 1 AND _op <> 'D'
      SQL
    }
  }
  prepared_statements = {
    customer = { description = "One customer", sql = "SELECT * FROM customers_now WHERE id = ?" }
  }

  analysts = {
    database_names = ["acme_lake"]
    paths          = ["s3://acme-prod-lake/trusted/", "s3://acme-prod-lake/analytics/"]
    kms_key_arns   = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]
  }

  tags = { Service = "lake" }
}
