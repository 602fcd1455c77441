# From where, and to where. Each kind of database or target has settings of its own, under its own name in `source` and `target`.
resource "aws_dms_endpoint" "source" {
  endpoint_id                     = "${var.name}-source"
  endpoint_type                   = "source"
  engine_name                     = "postgres"
  database_name                   = var.source_database.database_name
  secrets_manager_arn             = var.source_database.secret_arn
  secrets_manager_access_role_arn = aws_iam_role.this["read-secret"].arn
  ssl_mode                        = var.source_database.ssl_mode
  certificate_arn                 = var.source_database.certificate_arn
  kms_key_arn                     = var.kms_key_arn
  tags                            = merge(var.tags, { Name = "${var.name}-source" })

  # Said in full: what is left out, the provider takes for false.
  postgres_settings {
    capture_ddls                 = var.source_database.postgres.capture_ddls
    fail_tasks_on_lob_truncation = false
    heartbeat_enable             = true # an idle database keeps its log otherwise
    heartbeat_frequency          = var.source_database.postgres.heartbeat_minutes
    heartbeat_schema             = var.source_database.postgres.schema
    ddl_artifacts_schema         = var.source_database.postgres.schema
    map_boolean_as_boolean       = true
    plugin_name                  = var.source_database.postgres.plugin_name
    slot_name                    = var.source_database.postgres.slot_name
  }

  # DMS tries the role when it is given one.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_dms_endpoint" "target" {
  endpoint_id   = "${var.name}-target"
  endpoint_type = "target"
  engine_name   = "kinesis"
  kms_key_arn   = var.kms_key_arn
  tags          = merge(var.tags, { Name = "${var.name}-target" })

  kinesis_settings {
    stream_arn                     = var.target.kinesis.stream_arn
    service_access_role_arn        = aws_iam_role.this["write-stream"].arn
    message_format                 = "json-unformatted" # one line for each record, as Firehose and Athena want it
    include_control_details        = var.target.kinesis.include_control_details
    include_null_and_empty         = var.target.kinesis.include_null_and_empty
    include_partition_value        = var.target.kinesis.include_partition_value
    include_table_alter_operations = var.target.kinesis.include_table_alter_operations
    include_transaction_details    = var.target.kinesis.include_transaction_details
    partition_include_schema_table = true # rows of two tables with one key are not one row
  }

  depends_on = [aws_iam_role_policy.this]
}

# To a database of this network its group's rules lead; to one outside of it, this.
resource "aws_vpc_security_group_egress_rule" "source" {
  count = var.source_database.outside == null ? 0 : 1

  security_group_id = var.network.security_group_id
  description       = "The source of ${var.name}"
  cidr_ipv4         = var.source_database.outside.cidr_ipv4
  from_port         = var.source_database.outside.port
  to_port           = var.source_database.outside.port
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-source" })
}
