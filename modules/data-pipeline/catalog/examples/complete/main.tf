# Two crawlers, one by the clock and one for new folders only; a table of what came in, one of what was predicted, and what is expected of it.
module "catalog" {
  source = "../.."

  name        = "acme-prod"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  glue_database     = { name = "acme_lake", description = "What the shop did", location = "s3://acme-prod-lake/trusted/" }
  data_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]

  crawlers = {
    trusted = {
      paths        = ["s3://acme-prod-lake/trusted/"]
      exclusions   = ["**/_*"]
      schedule     = "cron(15 * * * ? *)"
      table_level  = 3
      table_prefix = "shop_"
    }
    analytics = {
      name           = "acme-analytics"
      description    = "Predictions, and what is made of them"
      paths          = ["s3://acme-prod-lake/analytics/", "s3://acme-prod-reports/"]
      recrawl        = "CRAWL_NEW_FOLDERS_ONLY"
      schema_changes = { update = "LOG" }
      configuration  = jsonencode({ Version = 1.0, Grouping = { TableLevelConfiguration = 3 } })
    }
  }

  glue_tables = {
    raw = {
      description = "Records as the capture wrote them"
      location    = "s3://acme-prod-lake/raw/"
      format      = "json"
      columns = [
        { name = "data", type = "map<string,string>" },
        { name = "metadata", type = "map<string,string>", comment = "Operation, table, position" },
      ]
      partition_path = "year=$${year}/month=$${month}/day=$${day}/"
      partition_keys = [
        { name = "year", type = "int", projection = { type = "integer", range = "2026,2036" } },
        { name = "month", type = "int", projection = { type = "integer", range = "1,12", digits = 2 } },
        { name = "day", type = "int", projection = { type = "integer", range = "1,31", digits = 2 } },
      ]
    }
    predictions = {
      location   = "s3://acme-prod-lake/analytics/predictions/"
      columns    = [{ name = "customer_id", type = "bigint" }, { name = "score", type = "double" }, { name = "scored_at", type = "timestamp" }]
      parameters = { "parquet.compression" = "ZSTD" }
      partition_keys = [
        { name = "model", projection = { type = "enum", values = ["churn", "worth"] } },
        { name = "dt", type = "date", comment = "Day of the scoring, in UTC", projection = { type = "date", range = "2026-01-01,NOW", date_format = "yyyy-MM-dd", interval = 1, interval_unit = "DAYS" } },
      ]
    }
    customers = {
      location       = "s3://acme-prod-lake/trusted/shop.customers/"
      columns        = [{ name = "id", type = "bigint" }]
      partition_keys = [{ name = "dt", type = "date" }]
    }
  }

  quality_rulesets = {
    predictions = {
      description = "Every score is one"
      table       = "predictions"
      rules       = "Rules = [ IsComplete \"customer_id\", ColumnValues \"score\" between 0 and 1 ]"
    }
  }

  log_retention_days       = 90
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-prod-boundary"
  tags                     = { Service = "lake" }
}
