locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  database_name = coalesce(var.glue_database.name, replace(var.name, "-", "_"))

  # Glue writes the events of crawlers with a security configuration to a group that is called after both; IAM is global, so the role
  # carries the region.
  role_name      = "${var.name}-crawler-${var.region}"
  log_group_name = "/aws-glue/crawlers-role/${local.role_name}-${var.name}"
  log_group_arn  = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group_name}"

  glue_arn      = "arn:${local.partition}:glue:${var.region}:${var.account_id}"
  crawler_names = { for key, crawler in var.crawlers : key => coalesce(crawler.name, "${var.name}-${key}") }

  # bucket -> prefixes
  paths    = distinct(flatten([for crawler in values(var.crawlers) : crawler.paths]))
  prefixes = { for path in local.paths : regex("^s3://([^/]+)/", path)[0] => regex("^s3://[^/]+/(.*)$", path)[0]... }

  # New columns are added and those that a table has stay as they are; partitions are as their table.
  configurations = { for key, crawler in var.crawlers : key => coalesce(crawler.configuration, jsonencode(merge(
    {
      Version = 1.0
      CrawlerOutput = {
        Partitions = { AddOrUpdateBehavior = "InheritFromTable" }
        Tables     = { AddOrUpdateBehavior = "MergeNewColumns" }
      }
    },
    { for level in crawler.table_level[*] : "Grouping" => { TableGroupingPolicy = "CombineCompatibleSchemas", TableLevelConfiguration = level } },
  ))) }

  hadoop = "org.apache.hadoop"
  formats = {
    json = {
      classification = "json"
      input          = "${local.hadoop}.mapred.TextInputFormat"
      output         = "${local.hadoop}.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
      serde          = "org.openx.data.jsonserde.JsonSerDe"
      settings       = { "ignore.malformed.json" = "false" }
    }
    parquet = {
      classification = "parquet"
      input          = "${local.hadoop}.hive.ql.io.parquet.MapredParquetInputFormat"
      output         = "${local.hadoop}.hive.ql.io.parquet.MapredParquetOutputFormat"
      serde          = "${local.hadoop}.hive.ql.io.parquet.serde.ParquetHiveSerDe"
      settings       = { "serialization.format" = "1" }
    }
  }

  projections = { for name, table in var.glue_tables : name => merge([for key in table.partition_keys : {
    for setting, value in {
      type            = key.projection.type
      digits          = try(tostring(key.projection.digits), null)
      format          = key.projection.date_format
      interval        = try(tostring(key.projection.interval), null)
      "interval.unit" = key.projection.interval_unit
      range           = key.projection.range
      values          = try(join(",", key.projection.values), null)
    } : "projection.${key.name}.${setting}" => value if value != null
  } if key.projection != null]...) }
}
