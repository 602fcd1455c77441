# What runs, and what it runs in. Nothing here starts by itself: the source has to be ready, and the connections tested.
resource "aws_dms_replication_subnet_group" "this" {
  replication_subnet_group_id          = var.name
  replication_subnet_group_description = "Where ${var.name} runs"
  subnet_ids                           = values(var.network.subnet_ids)
  tags                                 = merge(var.tags, { Name = var.name })

  # DMS refuses subnets until its role is there.
  depends_on = [aws_iam_role_policy_attachment.service]
}

resource "aws_dms_replication_instance" "this" {
  count = local.has_instance ? 1 : 0

  replication_instance_id      = var.name
  replication_instance_class   = var.instance.instance_class
  engine_version               = var.instance.engine_version
  allocated_storage            = var.instance.allocated_storage
  multi_az                     = var.instance.multi_az
  kms_key_arn                  = var.kms_key_arn
  publicly_accessible          = false
  replication_subnet_group_id  = aws_dms_replication_subnet_group.this.id
  vpc_security_group_ids       = [var.network.security_group_id]
  preferred_maintenance_window = lower(var.instance.maintenance_window)
  allow_major_version_upgrade  = var.instance.allow_major_version_upgrade
  auto_minor_version_upgrade   = var.instance.auto_minor_version_upgrade
  apply_immediately            = var.instance.apply_immediately
  tags                         = merge(var.tags, { Name = var.name })

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy_attachment.service]
}

resource "aws_dms_replication_task" "this" {
  count = local.has_instance ? 1 : 0

  replication_task_id       = var.name
  resource_identifier       = var.name # the end of its ARN, by which its metrics are called
  migration_type            = var.task.migration_type
  replication_instance_arn  = aws_dms_replication_instance.this[0].replication_instance_arn
  source_endpoint_arn       = aws_dms_endpoint.source.endpoint_arn
  target_endpoint_arn       = aws_dms_endpoint.target.endpoint_arn
  table_mappings            = local.table_mappings
  replication_task_settings = local.settings
  start_replication_task    = false
  tags                      = merge(var.tags, { Name = var.name })
}

resource "aws_dms_replication_config" "this" {
  count = local.has_serverless ? 1 : 0

  replication_config_identifier = var.name
  resource_identifier           = var.name
  replication_type              = var.task.migration_type
  source_endpoint_arn           = aws_dms_endpoint.source.endpoint_arn
  target_endpoint_arn           = aws_dms_endpoint.target.endpoint_arn
  table_mappings                = local.table_mappings
  replication_settings          = local.settings
  start_replication             = false
  tags                          = merge(var.tags, { Name = var.name })

  compute_config {
    kms_key_id                   = var.kms_key_arn
    max_capacity_units           = var.serverless.max_capacity_units
    min_capacity_units           = var.serverless.min_capacity_units
    multi_az                     = var.serverless.multi_az
    preferred_maintenance_window = lower(var.instance.maintenance_window)
    replication_subnet_group_id  = aws_dms_replication_subnet_group.this.id
    vpc_security_group_ids       = [var.network.security_group_id]
  }

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy_attachment.service]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is an input; a year of them is seldom worth its price
  name              = local.log_group_name
  kms_key_id        = coalesce(var.log_kms_key_arn, var.kms_key_arn)
  retention_in_days = var.log_retention_days
  tags              = var.tags
}
