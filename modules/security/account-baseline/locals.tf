locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  config_bucket_name = "${var.name}-config-${var.account_id}-${var.region}"
  config_bucket_arn  = "arn:${local.partition}:s3:::${local.config_bucket_name}"
  config_prefix      = "AWSLogs/${var.account_id}/Config"

  # With exclusions AWS records IAM in every region, unless it is excluded as well.
  identity       = ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"]
  excluded_types = sort(length(var.config.excluded_types) > 0 && !var.account_wide ? setunion(var.config.excluded_types, local.identity) : var.config.excluded_types)

  guardduty_features = ["EBS_MALWARE_PROTECTION", "EKS_AUDIT_LOGS", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "RUNTIME_MONITORING", "S3_DATA_EVENTS"]

  # What of the findings somebody should hear of at once. Security Hub collects GuardDuty's, too: those are heard once.
  finding_patterns = {
    access = {
      wanted = var.access_analyzer.external
      pattern = jsonencode({
        source      = ["aws.access-analyzer"]
        detail-type = ["Access Analyzer Finding"]
        detail      = { status = ["ACTIVE"] }
      })
    }
    guardduty = {
      wanted = var.guardduty.enabled
      pattern = jsonencode({
        source      = ["aws.guardduty"]
        detail-type = ["GuardDuty Finding"]
        detail      = { severity = [{ numeric = [">=", 7] }] }
      })
    }
    security-hub = {
      wanted = var.security_hub.enabled
      pattern = jsonencode({
        source      = ["aws.securityhub"]
        detail-type = ["Security Hub Findings - Imported"]
        detail = { findings = {
          ProductName = [{ "anything-but" = ["GuardDuty", "IAM Access Analyzer"] }]
          RecordState = ["ACTIVE"]
          Severity    = { Label = ["CRITICAL", "HIGH"] }
          Workflow    = { Status = ["NEW"] }
        } }
      })
    }
  }
  rules = { for source, each in local.finding_patterns : source => each.pattern if each.wanted && length(var.alarms.topic_arns) > 0 }
  targets = merge([for source, _ in local.rules : {
    for topic, arn in var.alarms.topic_arns : "${source}/${topic}" => { rule = source, arn = arn }
  }]...)
}
