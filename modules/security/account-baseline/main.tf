# ---- What an account has once

resource "aws_iam_account_password_policy" "this" {
  count = var.account_wide && var.password_policy.enabled ? 1 : 0

  minimum_password_length        = var.password_policy.minimum_length
  max_password_age               = var.password_policy.max_age_days
  password_reuse_prevention      = var.password_policy.reuse_prevention
  allow_users_to_change_password = true
  require_lowercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  require_uppercase_characters   = true
}

resource "aws_s3_account_public_access_block" "this" {
  count = var.account_wide && var.block_public_buckets ? 1 : 0

  account_id              = var.account_id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# ---- What a region has

resource "aws_ebs_encryption_by_default" "this" {
  count = var.ec2.encrypt_volumes ? 1 : 0

  enabled = true
}

resource "aws_ebs_default_kms_key" "this" {
  count = var.ec2.encrypt_volumes ? 1 : 0

  key_arn = var.kms_key_arn
}

resource "aws_ebs_snapshot_block_public_access" "this" {
  count = var.ec2.block_public_snapshots ? 1 : 0

  state = "block-all-sharing"
}

resource "aws_ec2_image_block_public_access" "this" {
  count = var.ec2.block_public_images ? 1 : 0

  state = "block-new-sharing"
}

resource "aws_ec2_instance_metadata_defaults" "this" {
  count = var.ec2.require_metadata_token ? 1 : 0

  http_tokens                 = "required"
  http_put_response_hop_limit = 2 # one more for containers
}

# ---- Who looks at it

resource "aws_accessanalyzer_analyzer" "external" {
  count = var.access_analyzer.external ? 1 : 0

  analyzer_name = "${var.name}-external"
  type          = "ACCOUNT"
  tags          = var.tags
}

resource "aws_accessanalyzer_analyzer" "unused" {
  count = var.access_analyzer.unused_days != null ? 1 : 0

  analyzer_name = "${var.name}-unused"
  type          = "ACCOUNT_UNUSED_ACCESS"
  tags          = var.tags

  configuration {
    unused_access {
      unused_access_age = var.access_analyzer.unused_days
    }
  }
}

resource "aws_guardduty_detector" "this" {
  #checkov:skip=CKV2_AWS_3:the detector is of this account; an organisation's administrator enables it for all of them
  count = var.guardduty.enabled ? 1 : 0

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = var.tags
}

resource "aws_guardduty_detector_feature" "this" {
  for_each = toset([for feature in local.guardduty_features : feature if var.guardduty.enabled])

  detector_id = aws_guardduty_detector.this[0].id
  name        = each.key
  status      = contains(var.guardduty.features, each.key) ? "ENABLED" : "DISABLED"
}

resource "aws_securityhub_account" "this" {
  count = var.security_hub.enabled ? 1 : 0

  enable_default_standards  = false
  auto_enable_controls      = true
  control_finding_generator = "SECURITY_CONTROL"

  depends_on = [aws_config_configuration_recorder_status.this]
}

resource "aws_securityhub_standards_subscription" "this" {
  for_each = toset([for standard in var.security_hub.standards : standard if var.security_hub.enabled])

  standards_arn = "arn:${local.partition}:securityhub:${var.region}::standards/${each.key}"

  depends_on = [aws_securityhub_account.this]
}

# ---- Who hears of it

resource "aws_cloudwatch_event_rule" "findings" {
  for_each = local.rules

  name          = "${var.name}-${each.key}-findings"
  description   = "Grave findings of ${each.key}"
  event_pattern = each.value
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "findings" {
  for_each = local.targets

  rule      = aws_cloudwatch_event_rule.findings[each.value.rule].name
  target_id = element(split("/", each.key), 1)
  arn       = each.value.arn

  retry_policy {
    maximum_retry_attempts       = 20
    maximum_event_age_in_seconds = 3600
  }
}
