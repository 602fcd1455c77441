# The function, its role, the alias that the rules call, and what becomes of calls that fail: EventBridge hands events over without
# waiting for an answer. That the rules may call it says rules.tf.
module "function" {
  source = "../lambda-function"

  account_id            = var.account_id
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
  reserved_concurrency  = var.reserved_concurrency
  runtime               = var.runtime
  sandbox               = { ephemeral_storage_size = var.sandbox.ephemeral_storage_size, layer_arns = var.sandbox.layer_arns }
  secret_arns           = var.secret_arns
  secrets_kms_key_arns  = var.secrets_kms_key_arns
  system_log_level      = var.sandbox.system_log_level
  tags                  = var.tags
  timeout               = var.timeout

  dead_letters = {
    destination_arn     = local.dead_letter_queue_arn
    kms_key_arn         = var.kms_key_arn
    maximum_age_seconds = var.retries.maximum_age_seconds
    maximum_attempts    = var.retries.function_attempts
  }

  depends_on = [aws_sqs_queue.dead_letters] # its ARN is derived, so that the plan shows what the role may do
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
  from = aws_lambda_alias.live
  to   = module.function.aws_lambda_alias.live[0]
}

moved {
  from = aws_lambda_function.this
  to   = module.function.aws_lambda_function.this
}

moved {
  from = aws_lambda_function_event_invoke_config.live
  to   = module.function.aws_lambda_function_event_invoke_config.live[0]
}
