resource "aws_ecr_repository" "this" {
  for_each = var.repositories

  name                 = each.key
  image_tag_mutability = "IMMUTABLE"
  force_delete         = each.value.force_delete
  tags                 = var.tags

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }
  image_scanning_configuration {
    scan_on_push = true # holds wherever the registry's own configuration does not
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.repositories

  repository = aws_ecr_repository.this[each.key].name
  policy     = local.lifecycle_policies[each.key]
}

resource "aws_ecr_repository_policy" "this" {
  for_each = { for name, _ in var.repositories : name => local.policy if length(var.access.pull_account_ids) + length(var.access.push_role_arns) > 0 }

  repository = aws_ecr_repository.this[each.key].name
  policy     = each.value
}

# What follows holds for the registry as a whole, of which there is one in each account and region.
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = var.scanning

  rule {
    scan_frequency = var.scanning == "ENHANCED" ? "CONTINUOUS_SCAN" : "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_replication_configuration" "this" {
  count = length(var.replication_regions) > 0 ? 1 : 0

  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = var.replication_regions

        content {
          region      = destination.value
          registry_id = var.account_id
        }
      }
    }
  }
}

resource "aws_cloudwatch_event_rule" "findings" {
  count = length(var.alarms.topic_arns) > 0 ? 1 : 0

  name          = "${var.name}-image-findings"
  description   = "Critical vulnerabilities in images"
  event_pattern = local.critical_findings[var.scanning]
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "findings" {
  for_each = var.alarms.topic_arns

  rule      = aws_cloudwatch_event_rule.findings[0].name
  target_id = each.key
  arn       = each.value

  retry_policy {
    maximum_retry_attempts       = 20
    maximum_event_age_in_seconds = 3600
  }
}
