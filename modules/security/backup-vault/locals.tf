locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  restorable = ["Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"]

  # What makes backups, and what restores them to see that they can be: two roles, as neither needs the other's permissions.
  managed = "arn:${local.partition}:iam::aws:policy"
  roles = { for role, each in {
    backup = {
      wanted      = length(var.plans) > 0
      description = "Makes the backups in ${var.name}"
      policies    = ["service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Backup"]
    }
    restore = {
      wanted      = var.restore_test != null
      description = "Restores backups in ${var.name} to see that they can be"
      policies    = ["service-role/AWSBackupServiceRolePolicyForRestores", "AWSBackupServiceRolePolicyForS3Restore"]
    }
  } : role => each if each.wanted }
  attachments = merge([for role, each in local.roles : {
    for policy in each.policies : "${role}/${element(split("/", policy), -1)}" => { role = role, arn = "${local.managed}/${policy}" }
  }]...)

  failures = {
    backup  = { type = "Backup Job State Change", states = ["ABORTED", "EXPIRED", "FAILED"] }
    copy    = { type = "Copy Job State Change", states = ["FAILED"] }
    restore = { type = "Restore Job State Change", states = ["FAILED"] }
  }
  rules = { for job, each in local.failures : job => jsonencode({
    source      = ["aws.backup"]
    detail-type = [each.type]
    detail      = merge({ state = each.states }, { for key, value in { backupVaultName = [var.name] } : key => value if job == "backup" })
  }) if length(var.alarms.topic_arns) > 0 }
  targets = merge([for job, _ in local.rules : {
    for topic, arn in var.alarms.topic_arns : "${job}/${topic}" => { rule = job, arn = arn }
  }]...)
}
