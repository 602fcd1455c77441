resource "aws_glue_catalog_database" "this" {
  name         = local.database_name
  description  = var.glue_database.description == "" ? "Tables of ${var.name}" : var.glue_database.description
  location_uri = var.glue_database.location
  tags         = var.tags
}

resource "aws_glue_catalog_table" "this" {
  for_each = var.glue_tables

  name          = each.key
  database_name = aws_glue_catalog_database.this.name
  description   = each.value.description
  table_type    = "EXTERNAL_TABLE"

  parameters = merge(
    { EXTERNAL = "TRUE", classification = local.formats[each.value.format].classification },
    length(local.projections[each.key]) == 0 ? {} : merge(local.projections[each.key], {
      "projection.enabled" = "true"
      "storage.location.template" = join("", [
        each.value.location,
        coalesce(each.value.partition_path, join("", [for key in each.value.partition_keys : "${key.name}=$${${key.name}}/"])),
      ])
    }),
    each.value.parameters,
  )

  dynamic "partition_keys" {
    for_each = each.value.partition_keys

    content {
      name    = partition_keys.value.name
      type    = partition_keys.value.type
      comment = partition_keys.value.comment
    }
  }

  storage_descriptor {
    location      = each.value.location
    input_format  = local.formats[each.value.format].input
    output_format = local.formats[each.value.format].output

    ser_de_info {
      serialization_library = local.formats[each.value.format].serde
      parameters            = local.formats[each.value.format].settings
    }

    dynamic "columns" {
      for_each = each.value.columns

      content {
        name    = columns.value.name
        type    = columns.value.type
        comment = columns.value.comment
      }
    }
  }
}

resource "aws_glue_data_quality_ruleset" "this" {
  for_each = var.quality_rulesets

  name        = "${var.name}-${each.key}"
  description = each.value.description
  ruleset     = each.value.rules
  tags        = var.tags

  target_table {
    database_name = aws_glue_catalog_database.this.name
    table_name    = each.value.table
  }

  depends_on = [aws_glue_catalog_table.this]
}
