resource "aws_rds_cluster" "this" {
  #checkov:skip=CKV_AWS_139:Deletion protection is an input, on by default; what is thrown away at will goes without
  #checkov:skip=CKV_AWS_325:Which logs are exported is an input; the audit log has its price
  #checkov:skip=CKV_AWS_326:A global cluster cannot be rewound, and point-in-time restore serves all of them
  #checkov:skip=CKV2_AWS_8:Aurora keeps its own backups; copies into a vault are the concern of a backup plan
  count = var.is_aurora ? 1 : 0

  cluster_identifier          = var.name
  engine                      = local.engine
  engine_version              = local.engine_version
  engine_lifecycle_support    = local.global ? null : var.operations.engine_lifecycle_support # not for members of a global cluster
  allow_major_version_upgrade = var.operations.allow_major_version_upgrade
  apply_immediately           = var.operations.apply_immediately
  global_cluster_identifier   = local.is_primary ? aws_rds_global_cluster.this[0].id : var.global_cluster_identifier
  source_region               = local.is_secondary ? var.source_region : null

  storage_type      = var.operations.storage_type
  storage_encrypted = true
  kms_key_id        = var.kms_key_arn

  database_name                       = local.is_secondary ? null : var.database.name
  port                                = local.port
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.this[0].name
  iam_database_authentication_enabled = true
  master_username                     = local.is_secondary ? null : var.database.credentials.username
  manage_master_user_password         = local.global ? null : true
  master_user_secret_kms_key_id       = local.global ? null : var.kms_key_arn
  master_password_wo                  = local.generates_password ? jsondecode(ephemeral.aws_secretsmanager_secret_version.master[0].secret_string).password : null
  master_password_wo_version          = local.generates_password ? var.database.credentials.password_version : null

  db_subnet_group_name   = var.network.subnet_group_name
  vpc_security_group_ids = [var.network.security_group_id]

  backup_retention_period      = var.backup_retention_period
  preferred_backup_window      = var.backup_window
  preferred_maintenance_window = lower(var.maintenance_window)
  copy_tags_to_snapshot        = var.copy_tags_to_snapshot
  delete_automated_backups     = var.operations.skip_final_snapshot
  deletion_protection          = var.deletion_protection
  skip_final_snapshot          = var.operations.skip_final_snapshot
  final_snapshot_identifier    = local.final_snapshot_identifier

  enabled_cloudwatch_logs_exports = local.log_exports

  tags = merge(var.tags, { Name = var.name })

  lifecycle {
    ignore_changes = [replication_source_identifier] # AWS sets it on the secondary of a global cluster
  }

  depends_on = [aws_cloudwatch_log_group.exports]
}

resource "aws_rds_cluster_instance" "this" {
  #checkov:skip=CKV_AWS_118:Enhanced monitoring is an input, on by default
  #checkov:skip=CKV_AWS_226:Automatic minor upgrades are an input, on by default
  #checkov:skip=CKV_AWS_353:Performance Insights is an input, on by default; the smallest classes do not have it
  for_each = var.instances

  identifier                 = "${var.name}-${each.key}"
  cluster_identifier         = aws_rds_cluster.this[0].id
  engine                     = local.engine
  instance_class             = coalesce(each.value.instance_class, var.instance_class)
  availability_zone          = each.value.availability_zone
  promotion_tier             = each.value.promotion_tier
  publicly_accessible        = false
  ca_cert_identifier         = var.operations.ca_certificate
  auto_minor_version_upgrade = var.operations.auto_minor_version_upgrade
  apply_immediately          = var.operations.apply_immediately
  copy_tags_to_snapshot      = var.copy_tags_to_snapshot

  preferred_maintenance_window = lower(var.maintenance_window)

  monitoring_interval                   = var.operations.monitoring_seconds
  monitoring_role_arn                   = one(aws_iam_role.monitoring[*].arn)
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.kms_key_arn : null
  performance_insights_retention_period = var.performance_insights_enabled ? var.operations.performance_insights_days : null

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  depends_on = [aws_iam_role_policy.monitoring]
}

resource "aws_rds_global_cluster" "this" {
  count = local.is_primary ? 1 : 0

  global_cluster_identifier = var.global_cluster_identifier
  engine                    = local.engine
  engine_version            = local.engine_version
  storage_encrypted         = true
  deletion_protection       = var.deletion_protection

  tags = merge(var.tags, { Name = var.global_cluster_identifier })
}
