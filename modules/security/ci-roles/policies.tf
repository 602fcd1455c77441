locals {
  itself = { for role, arn in local.role_arns : role => { Sid = "AssumeItself", Effect = "Allow", Action = ["sts:AssumeRole"], Resource = [arn] } }

  under_boundary = { for key, value in { Condition = { StringEquals = { "iam:PermissionsBoundary" = local.boundary_arns.workload } } } : key => value if var.deploy.roles_need_boundary }

  state_keys = { for role, actions in { deploy = ["kms:Decrypt", "kms:GenerateDataKey"], plan = ["kms:Decrypt"] } : role => {
    Sid       = "UseKeysOfStates"
    Effect    = "Allow"
    Action    = actions
    Resource  = sort(var.state.kms_key_arns)
    Condition = { StringLike = { "kms:ViaService" = "s3.*" } }
  } }

  deploy_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [local.itself.deploy],
      length(local.regional_services) == 0 ? [] : [{
        Sid       = "ManageServices"
        Effect    = "Allow"
        Action    = [for service in sort(local.regional_services) : "${service}:*"]
        Resource  = ["*"]
        Condition = { StringEquals = { "aws:RequestedRegion" = local.regions } }
      }],
      length(setintersection(var.deploy.services, local.global_services)) == 0 ? [] : [{
        Sid      = "ManageGlobalServices"
        Effect   = "Allow"
        Action   = [for service in sort(setintersection(var.deploy.services, local.global_services)) : "${service}:*"]
        Resource = ["*"]
      }],
      [
        {
          Sid      = "ReadIdentity"
          Effect   = "Allow"
          Action   = ["iam:Get*", "iam:List*"]
          Resource = ["*"]
        },
        merge({
          Sid      = "MakeRoles"
          Effect   = "Allow"
          Action   = ["iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
          Resource = local.workload_roles
        }, local.under_boundary),
        {
          Sid      = "ChangeRoles"
          Effect   = "Allow"
          Action   = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"]
          Resource = local.workload_roles
        },
        {
          Sid       = "PassRoles"
          Effect    = "Allow"
          Action    = ["iam:PassRole"]
          Resource  = local.workload_roles
          Condition = { StringEquals = { "iam:PassedToService" = local.passes_roles_to } }
        },
        {
          Sid    = "ManagePolicies"
          Effect = "Allow"
          Action = [
            "iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeleteInstanceProfile",
            "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile", "iam:TagPolicy",
            "iam:UntagInstanceProfile", "iam:UntagPolicy",
          ]
          Resource = local.workload_objects
        },
        {
          Sid      = "MakeRolesOfServices"
          Effect   = "Allow"
          Action   = ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole"]
          Resource = ["${local.iam}:role/aws-service-role/*"]
        },
      ],
      length(var.state.bucket_arns) == 0 ? [] : [
        {
          Sid      = "FindStates"
          Effect   = "Allow"
          Action   = ["s3:GetBucketVersioning", "s3:ListBucket"]
          Resource = sort(var.state.bucket_arns)
        },
        {
          Sid      = "KeepStates"
          Effect   = "Allow"
          Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
          Resource = [for arn in sort(var.state.bucket_arns) : "${arn}/*"]
        },
      ],
      length(var.state.kms_key_arns) == 0 ? [] : [local.state_keys.deploy],
    )
  })

  plan_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [local.itself.plan],
      length(var.plan.secret_arns) == 0 ? [] : [{
        Sid      = "ReadSecrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = sort(var.plan.secret_arns)
      }],
      length(var.state.kms_key_arns) == 0 ? [] : [local.state_keys.plan],
    )
  })
}
