resource "aws_athena_workgroup" "this" {
  name          = var.name
  description   = "Queries, with their results encrypted and what they read limited"
  state         = "ENABLED"
  force_destroy = var.force_destroy
  tags          = var.tags

  configuration {
    bytes_scanned_cutoff_per_query     = var.bytes_scanned_cutoff
    enforce_workgroup_configuration    = true # a client's own location would be without encryption and lifecycle
    publish_cloudwatch_metrics_enabled = true

    engine_version {
      selected_engine_version = var.athena_engine
    }

    result_configuration {
      expected_bucket_owner = var.account_id
      output_location       = "s3://${var.results.bucket_name}/${var.results.prefix}"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = var.kms_key_arn
      }
    }
  }
}

resource "aws_athena_named_query" "this" {
  for_each = local.queries

  name        = each.key
  description = each.value.description
  database    = each.value.database
  query       = each.value.sql
  workgroup   = aws_athena_workgroup.this.name

  lifecycle {
    precondition {
      condition     = length(setintersection(keys(var.named_queries), [for name in keys(var.views) : "view_${name}"])) == 0
      error_message = "named_queries: ${join(", ", setintersection(keys(var.named_queries), [for name in keys(var.views) : "view_${name}"]))} is what a view of views makes: choose another name."
    }
  }
}

resource "aws_athena_prepared_statement" "this" {
  for_each = var.prepared_statements

  name            = each.key
  description     = each.value.description
  query_statement = each.value.sql
  workgroup       = aws_athena_workgroup.this.name
}
