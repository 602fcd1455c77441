# What no policy can get past: a boundary allows nothing by itself, but nothing is allowed that it leaves out or denies.
locals {
  everything = { Sid = "Everything", Effect = "Allow", Action = ["*"], Resource = ["*"] }

  other_regions = {
    Sid       = "DenyOtherRegions"
    Effect    = "Deny"
    NotAction = local.global
    Resource  = ["*"]
    Condition = { StringNotEquals = { "aws:RequestedRegion" = local.regions } }
  }
  audit = { # what watches the account, and what it is restored from
    Sid    = "DenyBlinding"
    Effect = "Deny"
    Action = [
      "access-analyzer:DeleteAnalyzer", "backup:DeleteBackupVaultLockConfiguration", "backup:DeleteRecoveryPoint", "cloudtrail:DeleteTrail",
      "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail", "config:DeleteConfigurationRecorder",
      "config:DeleteDeliveryChannel", "config:StopConfigurationRecorder", "ec2:DisableEbsEncryptionByDefault", "guardduty:DeleteDetector",
      "s3:BypassGovernanceRetention", "securityhub:DisableSecurityHub",
    ]
    Resource = ["*"]
  }
  organization = {
    Sid      = "DenyAccount"
    Effect   = "Deny"
    Action   = ["account:CloseAccount", "account:Delete*", "account:DisableRegion", "account:EnableRegion", "account:Put*", "organizations:*"]
    Resource = ["*"]
  }

  deploy_boundary = concat([local.everything, local.other_regions, local.audit, local.organization],
    [
      {
        Sid       = "DenyOwnReach"
        Effect    = "Deny"
        NotAction = ["iam:Get*", "iam:List*", "sts:*"]
        Resource  = local.guarded
      },
      {
        Sid    = "DenyLastingIdentities"
        Effect = "Deny"
        Action = [
          "iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile",
          "iam:CreateOpenIDConnectProvider", "iam:CreateSAMLProvider", "iam:CreateServiceSpecificCredential", "iam:CreateUser", "iam:PutGroupPolicy",
          "iam:PutUserPolicy", "iam:UpdateAccessKey", "iam:UpdateLoginProfile", "iam:UpdateSAMLProvider",
        ]
        Resource = ["*"]
      },
    ],
    [for statement in [
      {
        Sid       = "DenyRolesWithoutBoundary"
        Effect    = "Deny"
        Action    = ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
        Resource  = ["*"]
        Condition = { StringNotEquals = { "iam:PermissionsBoundary" = local.boundary_arns.workload } }
      },
      {
        Sid      = "DenyRemovingBoundaries"
        Effect   = "Deny"
        Action   = ["iam:DeleteRolePermissionsBoundary"]
        Resource = ["*"]
      },
    ] : statement if var.deploy.roles_need_boundary],
    length(var.state.bucket_arns) == 0 ? [] : [{
      Sid    = "DenyLosingStates"
      Effect = "Deny"
      Action = [
        "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:DeleteObjectVersion", "s3:PutBucketPolicy", "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration",
      ]
      Resource = flatten([for arn in sort(var.state.bucket_arns) : [arn, "${arn}/*"]])
    }],
    length(var.state.kms_key_arns) == 0 ? [] : [{
      Sid      = "DenyLosingKeysOfStates"
      Effect   = "Deny"
      Action   = ["kms:DisableKey", "kms:ScheduleKeyDeletion"]
      Resource = sort(var.state.kms_key_arns)
    }],
  )

  all_but = { for what, arns in {
    states  = [for arn in sort(var.state.bucket_arns) : "${arn}/*"]
    secrets = sort(var.plan.secret_arns)
  } : what => length(arns) > 0 ? tomap({ NotResource = arns }) : tomap({ Resource = ["*"] }) }

  # ReadOnlyAccess reads data, too.
  plan_boundary = [
    local.everything,
    local.other_regions,
    {
      Sid    = "DenyData"
      Effect = "Deny"
      Action = [
        "athena:GetQueryResults*", "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan",
        "ec2:GetConsole*", "ec2:GetPasswordData", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "kinesis:GetRecords", "logs:FilterLogEvents",
        "logs:GetLogEvents", "logs:GetQueryResults", "logs:StartQuery", "rds:DownloadDBLogFilePortion", "rds:DownloadCompleteDBLogFile",
        "sqs:ReceiveMessage",
      ]
      Resource = ["*"]
    },
    merge({
      Sid    = "DenyObjects"
      Effect = "Deny"
      Action = ["s3:GetObject", "s3:GetObjectVersion"]
    }, local.all_but.states),
    merge({
      Sid    = "DenySecrets"
      Effect = "Deny"
      Action = ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"]
    }, local.all_but.secrets),
  ]

  workload_boundary = [
    local.everything,
    local.other_regions,
    local.audit,
    local.organization,
    {
      Sid    = "DenyIdentity"
      Effect = "Deny"
      Action = [
        "iam:Add*", "iam:Attach*", "iam:Create*", "iam:Deactivate*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Remove*", "iam:Set*", "iam:Tag*",
        "iam:Untag*", "iam:Update*", "iam:Upload*",
      ]
      Resource = ["*"]
    },
    {
      Sid         = "DenyOtherRoles"
      Effect      = "Deny"
      Action      = ["iam:PassRole"]
      NotResource = local.workload_roles
    },
    {
      Sid      = "DenyRolesOfCi"
      Effect   = "Deny"
      Action   = ["iam:PassRole", "sts:AssumeRole"]
      Resource = sort(values(local.role_arns))
    },
  ]

  boundaries = { for of, statements in {
    deploy   = jsonencode(local.deploy_boundary)
    plan     = jsonencode(local.plan_boundary)
    workload = jsonencode(local.workload_boundary)
  } : of => "{\"Version\":\"2012-10-17\",\"Statement\":${statements}}" }
}

resource "aws_iam_policy" "boundary" {
  #checkov:skip=CKV_AWS_62:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV_AWS_63:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV_AWS_286:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV_AWS_287:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV_AWS_288:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV_AWS_289:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV_AWS_290:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV_AWS_355:a boundary grants nothing; it is the ceiling of what policies grant
  #checkov:skip=CKV2_AWS_40:a boundary grants nothing; it is the ceiling of what policies grant
  for_each = local.boundaries

  name        = "${var.name}-${each.key}-boundary"
  description = each.key == "workload" ? "The most that roles made by ${var.name}-deploy can do" : "The most that ${var.name}-${each.key} can do"
  policy      = each.value
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(replace(each.value, " ", "")) <= 6144
      error_message = "The ${each.key} boundary has ${length(each.value)} characters, and AWS takes 6144: name fewer state buckets, secrets or role_prefixes."
    }
  }
}
