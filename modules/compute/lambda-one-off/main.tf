# The call. A function that fails, or does not end in time, fails the apply, and is called again by the next one.
resource "aws_lambda_invocation" "this" {
  function_name   = aws_lambda_function.this.function_name
  qualifier       = aws_lambda_function.this.version
  input           = jsonencode(var.payload)
  lifecycle_scope = "CREATE_ONLY" # nothing is called when this is destroyed

  triggers = merge(var.triggers, { package = var.package.sha256 })

  # The role's rights to secrets and keys come with its policy; the call is the first to need them.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:called synchronously by Terraform, which gets the error; a dead-letter queue takes asynchronous calls
  #checkov:skip=CKV_AWS_272:the pipeline that builds the package names its SHA-256; signing needs a signing profile of the organisation
  #checkov:skip=CKV_AWS_115:called once for each release by Terraform, and by nobody else: reserving would take from the account's quota for nothing
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn
  runtime       = var.runtime
  architectures = [var.architecture]
  handler       = var.handler
  memory_size   = var.memory_size
  timeout       = var.timeout
  kms_key_arn   = var.kms_key_arn
  publish       = true
  tags          = var.tags

  filename          = var.package.path
  s3_bucket         = var.package.s3_bucket
  s3_key            = var.package.s3_key
  s3_object_version = var.package.s3_object_version
  source_code_hash  = var.package.sha256

  dynamic "environment" {
    for_each = length(var.environment_variables) > 0 ? [var.environment_variables] : []

    content {
      variables = environment.value
    }
  }

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.function.name
    application_log_level = var.log_level
    system_log_level      = "INFO" # few calls, each worth its START and its REPORT
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    subnet_ids         = values(var.network.subnet_ids)
    security_group_ids = [var.network.security_group_id]
  }

  # Lambda tries the role's rights to network interfaces when it creates the function.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_log_group" "function" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is an input; a year is not right for every environment
  name              = local.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
