resource "aws_backup_vault" "this" {
  name          = var.name
  kms_key_arn   = var.kms_key_arn
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_backup_vault_lock_configuration" "this" {
  backup_vault_name   = aws_backup_vault.this.name
  min_retention_days  = var.lock.min_days
  max_retention_days  = var.lock.max_days
  changeable_for_days = var.lock.final_after_days
}

resource "aws_backup_vault_policy" "this" {
  backup_vault_name = aws_backup_vault.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{ # the lock keeps it from being deleted too early, this from being deleted at all but by its lifecycle
        Sid       = "DenyDeleting"
        Effect    = "Deny"
        Principal = { AWS = "*" }
        Action    = ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"]
        Resource  = ["*"]
      }],
      length(var.copies_from_account_ids) == 0 ? [] : [{
        Sid       = "CopiesFromAccounts"
        Effect    = "Allow"
        Principal = { AWS = [for id in sort(var.copies_from_account_ids) : "arn:${local.partition}:iam::${id}:root"] }
        Action    = ["backup:CopyIntoBackupVault"]
        Resource  = ["*"]
      }],
    )
  })
}

resource "aws_backup_plan" "this" {
  for_each = var.plans

  name = "${var.name}-${each.key}"
  tags = var.tags

  rule {
    rule_name                = each.key
    target_vault_name        = aws_backup_vault.this.name
    schedule                 = each.value.schedule
    start_window             = each.value.start_window_minutes
    completion_window        = each.value.complete_window_minutes
    enable_continuous_backup = each.value.continuous

    lifecycle {
      delete_after       = each.value.retention_days
      cold_storage_after = each.value.cold_after_days
    }

    dynamic "copy_action" {
      for_each = var.copy_to_vault_arn[*]

      content {
        destination_vault_arn = copy_action.value

        lifecycle {
          delete_after       = coalesce(each.value.copy_retention_days, each.value.retention_days)
          cold_storage_after = each.value.cold_after_days
        }
      }
    }
  }
}

resource "aws_backup_selection" "this" {
  for_each = var.plans

  name         = each.key
  plan_id      = aws_backup_plan.this[each.key].id
  iam_role_arn = aws_iam_role.this["backup"].arn
  resources    = length(each.value.resource_arns) > 0 ? each.value.resource_arns : ["*"]

  condition {
    dynamic "string_equals" {
      for_each = each.value.tags

      content {
        key   = "aws:ResourceTag/${string_equals.key}"
        value = string_equals.value
      }
    }
  }

  # Backup tries the role when it is given one.
  depends_on = [aws_iam_role_policy_attachment.this]
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name                 = "${var.name}-${each.key}-${var.region}"
  description          = each.value.description
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "backup.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = local.attachments

  role       = aws_iam_role.this[each.value.role].name
  policy_arn = each.value.arn
}

# ---- Rehearsals

resource "aws_backup_restore_testing_plan" "this" {
  count = var.restore_test != null ? 1 : 0

  name                = replace(var.name, "-", "_") # it takes no hyphens
  schedule_expression = var.restore_test.schedule
  tags                = var.tags

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this.arn]
    recovery_point_types  = ["CONTINUOUS", "SNAPSHOT"]
    selection_window_days = var.restore_test.window_days
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  for_each = toset(flatten([for test in var.restore_test[*] : tolist(test.types)]))

  name                       = replace("${var.name}_${each.key}", "-", "_")
  restore_testing_plan_name  = aws_backup_restore_testing_plan.this[0].name
  iam_role_arn               = aws_iam_role.this["restore"].arn
  protected_resource_type    = each.key
  protected_resource_arns    = ["*"]
  validation_window_hours    = var.restore_test.keep_hours
  restore_metadata_overrides = lookup(var.restore_test.metadata, each.key, {})

  depends_on = [aws_iam_role_policy_attachment.this]
}

# ---- Who hears when it fails

resource "aws_cloudwatch_event_rule" "failures" {
  for_each = local.rules

  name          = "${var.name}-${each.key}-failed"
  description   = "A ${each.key} of ${var.name} failed"
  event_pattern = each.value
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "failures" {
  for_each = local.targets

  rule      = aws_cloudwatch_event_rule.failures[each.value.rule].name
  target_id = element(split("/", each.key), 1)
  arn       = each.value.arn

  retry_policy {
    maximum_retry_attempts       = 20
    maximum_event_age_in_seconds = 3600
  }
}
