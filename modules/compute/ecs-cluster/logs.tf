# What people typed in ECS Exec sessions, and what they saw.
resource "aws_cloudwatch_log_group" "exec" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is an input; a year is not right for every environment
  name              = "/ecs/${var.name}/exec"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "insights" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is an input; a year is not right for every environment
  for_each = local.insights_log_groups

  name              = each.value
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
