# The call. A function that fails, or does not end in time, fails the apply, and is called again by the next one.
resource "aws_lambda_invocation" "this" {
  function_name   = module.function.function_name
  qualifier       = module.function.version
  input           = jsonencode(var.payload)
  lifecycle_scope = "CREATE_ONLY" # nothing is called when this is destroyed

  triggers = local.triggers

  # The role's rights to secrets and keys come with its policy; the call is the first to need them.
  depends_on = [module.function]
}

# Nobody calls it but Terraform, once for each release, by its version and synchronously: no alias, no dead letters, nothing
# reserved from the account's quota, and a START and a REPORT for each of the few calls.
module "function" {
  source = "../lambda-function"

  account_id            = var.account_id
  alias                 = false
  architecture          = var.architecture
  description           = var.description
  environment_variables = var.environment_variables
  handler               = var.handler
  kms_key_arn           = var.kms_key_arn
  log_level             = var.log_level
  log_retention_days    = var.log_retention_days
  memory_size           = var.memory_size
  name                  = var.name
  network               = var.network
  package               = var.package
  policy_statements     = var.policy_statements
  region                = var.region
  reserved_concurrency  = -1
  runtime               = var.runtime
  secret_arns           = var.secret_arns
  secrets_kms_key_arns  = var.secrets_kms_key_arns
  system_log_level      = "INFO"
  tags                  = var.tags
  timeout               = var.timeout
}

moved {
  from = aws_cloudwatch_log_group.function
  to   = module.function.aws_cloudwatch_log_group.function
}

moved {
  from = aws_iam_role.this
  to   = module.function.aws_iam_role.this
}

moved {
  from = aws_iam_role_policy.this
  to   = module.function.aws_iam_role_policy.this
}

moved {
  from = aws_lambda_function.this
  to   = module.function.aws_lambda_function.this
}
