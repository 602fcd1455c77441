resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:Callers wait for the answer
  #checkov:skip=CKV_AWS_272:Packages are built from this repository
  function_name    = var.name
  role             = aws_iam_role.this.arn
  runtime          = "python3.13"
  handler          = "orders.handler.handle"
  filename         = var.package.path
  source_code_hash = var.package.sha256
  memory_size      = var.memory_size
  timeout          = var.timeout
  kms_key_arn      = var.kms_key_arn

  reserved_concurrent_executions = 10

  environment {
    variables = {
      DB_HOST = var.database_address
    }
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = [var.security_group_id]
  }

  depends_on = [aws_cloudwatch_log_group.this]
}

resource "aws_ssm_parameter" "token" {
  name   = "/${var.name}/token"
  type   = "SecureString"
  key_id = var.kms_key_arn
  value  = var.token
}
