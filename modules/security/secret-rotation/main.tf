# The function, which each of these secrets may call and which may touch no other, and when it is called.
resource "aws_secretsmanager_secret_rotation" "this" {
  for_each = var.secrets

  secret_id           = each.value.arn
  rotation_lambda_arn = module.function.alias_arn

  rotation_rules {
    automatically_after_days = each.value.days
  }

  # It is called at once, and needs its rights for that.
  depends_on = [module.function]
}

module "function" {
  source = "../../compute/lambda-function"

  account_id            = var.account_id
  architecture          = var.architecture
  description           = "Rotates passwords of a database's users"
  environment_variables = var.environment_variables
  handler               = var.handler
  kms_key_arn           = var.kms_key_arn
  log_retention_days    = var.log_retention_days
  name                  = var.name
  network               = var.network
  package               = var.package
  region                = var.region
  reserved_concurrency  = length(var.secrets) # one step of each at a time
  runtime               = var.runtime
  system_log_level      = "INFO"
  tags                  = var.tags
  timeout               = 60

  invokers = { for key, secret in var.secrets : "SecretsManager-${key}" => {
    principal      = "secretsmanager.amazonaws.com"
    source_account = var.account_id
    source_arn     = secret.arn
  } }

  secret_arns          = local.arns
  secrets_kms_key_arns = local.keys
  policy_statements = merge(var.policy_statements, {
    RotateSecrets = {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"]
      resources = local.arns
    }
    EncryptSecrets = {
      actions    = ["kms:GenerateDataKey"]
      resources  = local.keys
      conditions = { StringEquals = { "kms:ViaService" = ["secretsmanager.${var.region}.${local.domain}"] } }
    }
  })
}
