resource "aws_db_instance" "this" {
  #checkov:skip=CKV_AWS_157:A standby is an input; environments without a promise of availability go without
  #checkov:skip=CKV_AWS_293:Deletion protection is an input, on by default; what is thrown away at will goes without
  #checkov:skip=CKV_AWS_118:Enhanced monitoring is an input, on by default
  #checkov:skip=CKV_AWS_226:Automatic minor upgrades are an input, on by default
  #checkov:skip=CKV_AWS_353:Performance Insights is an input, on by default; the smallest classes do not have it
  count = var.is_aurora ? 0 : 1

  identifier                  = var.name
  engine                      = local.engine
  engine_version              = local.engine_version
  engine_lifecycle_support    = var.operations.engine_lifecycle_support
  allow_major_version_upgrade = var.operations.allow_major_version_upgrade
  auto_minor_version_upgrade  = var.operations.auto_minor_version_upgrade
  apply_immediately           = var.operations.apply_immediately
  maintenance_window          = lower(var.maintenance_window)

  instance_class        = var.instance_class
  multi_az              = var.multi_az
  allocated_storage     = var.allocated_storage
  max_allocated_storage = var.max_allocated_storage
  storage_type          = coalesce(var.operations.storage_type, "gp3")
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  db_name                             = var.database.name
  port                                = local.port
  parameter_group_name                = aws_db_parameter_group.this[0].name
  ca_cert_identifier                  = var.operations.ca_certificate
  iam_database_authentication_enabled = true
  username                            = var.database.credentials.username
  manage_master_user_password         = local.connection_secret ? null : true
  master_user_secret_kms_key_id       = local.connection_secret ? null : var.kms_key_arn
  password_wo                         = local.connection_secret ? jsondecode(ephemeral.aws_secretsmanager_secret_version.master[0].secret_string).password : null
  password_wo_version                 = local.connection_secret ? var.database.credentials.password_version : null

  db_subnet_group_name   = var.network.subnet_group_name
  vpc_security_group_ids = [var.network.security_group_id]
  publicly_accessible    = false

  backup_retention_period   = var.backup_retention_period
  backup_window             = var.backup_window
  copy_tags_to_snapshot     = var.copy_tags_to_snapshot
  delete_automated_backups  = var.operations.skip_final_snapshot
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = var.operations.skip_final_snapshot
  final_snapshot_identifier = local.final_snapshot_identifier

  enabled_cloudwatch_logs_exports       = local.log_exports
  monitoring_interval                   = var.operations.monitoring_seconds
  monitoring_role_arn                   = one(aws_iam_role.monitoring[*].arn)
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.kms_key_arn : null
  performance_insights_retention_period = var.performance_insights_enabled ? var.operations.performance_insights_days : null

  tags = merge(var.tags, { Name = var.name })

  depends_on = [aws_cloudwatch_log_group.exports, aws_iam_role_policy.monitoring]
}
