# The function, its role and the alias that the queue calls. There are no invokers and no dead letters of its own: Lambda asks the
# queue with the function's role, and the queue has a dead-letter queue.
module "function" {
  source = "../lambda-function"

  account_id            = var.account_id
  architecture          = var.architecture
  description           = var.description
  environment_variables = var.environment_variables
  handler               = var.handler
  kms_key_arn           = var.kms_key_arn # the messages' as well: the role may decrypt with it
  log_level             = var.log_level
  log_retention_days    = var.log_retention_days
  memory_size           = var.memory_size
  name                  = var.name
  network               = var.network
  package               = var.package
  policy_statements     = merge(var.policy_statements, local.policy_statements)
  region                = var.region
  reserved_concurrency  = var.reserved_concurrency
  runtime               = var.runtime
  secret_arns           = var.secret_arns
  secrets_kms_key_arns  = var.secrets_kms_key_arns
  tags                  = var.tags
  timeout               = var.timeout
}

# The function comes after its role's rights, and so does the mapping: the rights to the queue are tried when it is created.
# Lambda asks the queue for messages with the function's role, so the function needs no permission for a caller.
resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn                   = aws_sqs_queue.this.arn
  function_name                      = module.function.alias_arn
  enabled                            = var.batch.enabled
  batch_size                         = var.batch.size
  maximum_batching_window_in_seconds = var.batch.window_seconds
  function_response_types            = ["ReportBatchItemFailures"]
  tags                               = var.tags

  scaling_config {
    maximum_concurrency = var.batch.maximum_concurrency
  }

  lifecycle {
    precondition {
      condition     = !contains(keys(var.policy_statements), "ReceiveMessages")
      error_message = "policy_statements: ReceiveMessages is the module's own statement; give yours another id."
    }
  }
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
