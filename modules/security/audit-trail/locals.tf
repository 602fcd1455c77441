locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  bucket_name    = "${var.name}-${var.account_id}-${var.region}"
  bucket_arn     = "arn:${local.partition}:s3:::${local.bucket_name}"
  trail_arn      = "arn:${local.partition}:cloudtrail:${var.region}:${var.account_id}:trail/${var.name}"
  log_group_name = "/aws/cloudtrail/${var.name}"
  log_group_arn  = "arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group_name}"

  # What should not happen, or not without somebody knowing: the alarms of the CIS AWS Foundations Benchmark that find something in such an account.
  not_a_service = "$.userIdentity.invokedBy NOT EXISTS"
  watched = {
    root-used             = { what = "The root user did something", pattern = "{ $.userIdentity.type = \"Root\" && ${local.not_a_service} && $.eventType != \"AwsServiceEvent\" }" }
    login-without-mfa     = { what = "Somebody signed in to the console without a second factor", pattern = "{ $.eventName = \"ConsoleLogin\" && $.additionalEventData.MFAUsed != \"Yes\" && $.userIdentity.type = \"IAMUser\" && $.responseElements.ConsoleLogin = \"Success\" }" }
    login-failed          = { what = "Signing in to the console failed again and again", pattern = "{ $.eventName = \"ConsoleLogin\" && $.errorMessage = \"Failed authentication\" }", threshold = 5 }
    calls-refused         = { what = "Many calls were refused: somebody tries what they may", pattern = "{ ($.errorCode = \"*UnauthorizedOperation\" || $.errorCode = \"AccessDenied*\") && ${local.not_a_service} }", threshold = 25 }
    trail-changed         = { what = "The audit trail was changed, stopped or deleted", pattern = "{ $.eventSource = \"cloudtrail.amazonaws.com\" && ($.eventName = \"UpdateTrail\" || $.eventName = \"DeleteTrail\" || $.eventName = \"StopLogging\" || $.eventName = \"PutEventSelectors\") }" }
    watching-changed      = { what = "AWS Config, GuardDuty or Security Hub was stopped or deleted", pattern = "{ $.eventName = \"StopConfigurationRecorder\" || $.eventName = \"DeleteConfigurationRecorder\" || $.eventName = \"DeleteDeliveryChannel\" || $.eventName = \"DeleteDetector\" || $.eventName = \"DisableSecurityHub\" }" }
    key-deletion          = { what = "A KMS key was disabled, or its deletion scheduled", pattern = "{ $.eventSource = \"kms.amazonaws.com\" && ($.eventName = \"DisableKey\" || $.eventName = \"ScheduleKeyDeletion\") }" }
    lasting-key-made      = { what = "An access key or a user was made: nothing here should have one", pattern = "{ $.eventName = \"CreateAccessKey\" || $.eventName = \"CreateUser\" || $.eventName = \"CreateLoginProfile\" }" }
    trust-changed         = { what = "An identity provider was changed, or a boundary taken off", pattern = "{ $.eventName = \"CreateOpenIDConnectProvider\" || $.eventName = \"DeleteOpenIDConnectProvider\" || $.eventName = \"AddClientIDToOpenIDConnectProvider\" || $.eventName = \"CreateSAMLProvider\" || $.eventName = \"DeleteRolePermissionsBoundary\" || $.eventName = \"DeleteUserPermissionsBoundary\" }" }
    bucket-opened         = { what = "A block of public access was taken off a bucket or the account", pattern = "{ $.eventName = \"DeleteBucketPublicAccessBlock\" || $.eventName = \"DeleteAccountPublicAccessBlock\" }" }
    network-edge-changed  = { what = "A gateway to the internet was made or attached", pattern = "{ $.eventName = \"CreateInternetGateway\" || $.eventName = \"AttachInternetGateway\" || $.eventName = \"CreateCustomerGateway\" }" }
    backups-being-deleted = { what = "A recovery point, a vault or its lock was deleted", pattern = "{ $.eventName = \"DeleteRecoveryPoint\" || $.eventName = \"DeleteBackupVault\" || $.eventName = \"DeleteBackupVaultLockConfiguration\" }" }
  }
  alarms = { for name, each in local.watched : name => each if !contains(var.alarms.without, name) }
}
