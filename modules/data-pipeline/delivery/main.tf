# Without a key of its own: what is under way is encrypted by the stream, and Firehose refuses another key for it.
resource "aws_kinesis_firehose_delivery_stream" "this" {
  name        = var.name
  destination = "extended_s3"
  tags        = var.tags

  kinesis_source_configuration {
    kinesis_stream_arn = var.source_stream.stream_arn
    role_arn           = aws_iam_role.this.arn
  }

  extended_s3_configuration {
    bucket_arn          = var.destination.bucket_arn
    role_arn            = aws_iam_role.this.arn
    prefix              = var.destination.prefix
    error_output_prefix = var.destination.error_prefix
    kms_key_arn         = var.destination.kms_key_arn
    buffering_interval  = var.buffering.interval_seconds
    buffering_size      = coalesce(var.buffering.size_mb, local.gathers_megabytes ? 64 : 5)
    compression_format  = var.parquet != null ? "UNCOMPRESSED" : var.compression_format # Parquet compresses its columns itself
    file_extension      = var.file_extension

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.this.name
      log_stream_name = aws_cloudwatch_log_stream.this.name
    }

    dynamic "dynamic_partitioning_configuration" {
      for_each = var.dynamic_partitioning[*]

      content {
        enabled        = true
        retry_duration = dynamic_partitioning_configuration.value.retry_seconds
      }
    }

    dynamic "processing_configuration" {
      for_each = length(local.processors) > 0 ? [local.processors] : []

      content {
        enabled = true

        dynamic "processors" {
          for_each = processing_configuration.value

          content {
            type = processors.value.type

            dynamic "parameters" {
              for_each = processors.value.parameters

              content {
                parameter_name  = parameters.key
                parameter_value = parameters.value
              }
            }
          }
        }
      }
    }

    dynamic "data_format_conversion_configuration" {
      for_each = var.parquet[*]

      content {
        input_format_configuration {
          deserializer {
            open_x_json_ser_de {}
          }
        }
        output_format_configuration {
          serializer {
            parquet_ser_de {
              compression = "SNAPPY"
            }
          }
        }
        schema_configuration {
          database_name = data_format_conversion_configuration.value.database
          table_name    = data_format_conversion_configuration.value.table
          version_id    = data_format_conversion_configuration.value.version
          catalog_id    = var.account_id
          region        = var.region
          role_arn      = aws_iam_role.this.arn
        }
      }
    }
  }

  # Firehose tries the role when it is told of it.
  depends_on = [aws_iam_role_policy.this]
}

# What happens to a record on its way, in this order.
locals {
  processors = concat(
    [for partitioning in var.dynamic_partitioning[*] : {
      type = "MetadataExtraction"
      parameters = {
        JsonParsingEngine       = "JQ-1.6"
        MetadataExtractionQuery = "{${join(",", [for key, query in partitioning.keys : "${key}:${query}"])}}"
      }
    }],
    [for delimiter in ["\\n"] : {
      type       = "AppendDelimiterToRecord"
      parameters = { Delimiter = delimiter }
    } if var.append_newline],
  )
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is an input; a year is not right for every environment
  name              = local.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# Firehose makes none of its own.
resource "aws_cloudwatch_log_stream" "this" {
  name           = local.log_stream_name
  log_group_name = aws_cloudwatch_log_group.this.name
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if !contains(var.alarms.without, name) }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = join(" ", concat([each.value.description], [for url in var.alarms.runbook_url[*] : "Runbook: ${url}#${lower(replace(each.value.metric, ".", ""))}"]))
  namespace           = "AWS/Firehose"
  metric_name         = each.value.metric
  dimensions          = { DeliveryStreamName = var.name }
  statistic           = each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.seconds
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching" # without records there is nothing to write
  alarm_actions       = values(var.alarms.topic_arns)
  ok_actions          = values(var.alarms.topic_arns)
  tags                = var.tags
}
