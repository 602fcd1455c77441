resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:asynchronous calls that fail go to dead_letters by the alias's event invoke configuration, with the reason, which a dead_letter_config leaves out
  #checkov:skip=CKV_AWS_272:the pipeline that builds the package names its SHA-256; signing needs a signing profile of the organisation
  #checkov:skip=CKV_AWS_115:limited by default; reserved_concurrency = -1 is for accounts whose quota leaves nothing to reserve
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn
  package_type  = local.is_image ? "Image" : "Zip"
  runtime       = local.is_image ? null : var.runtime
  architectures = [var.architecture]
  handler       = local.is_image ? null : var.handler
  memory_size   = var.memory_size
  timeout       = var.timeout
  layers        = var.sandbox.layer_arns
  kms_key_arn   = var.kms_key_arn
  publish       = true
  tags          = var.tags

  filename          = var.package.path
  image_uri         = var.package.image_uri
  s3_bucket         = var.package.s3_bucket
  s3_key            = var.package.s3_key
  s3_object_version = var.package.s3_object_version
  source_code_hash  = var.package.sha256

  reserved_concurrent_executions = var.reserved_concurrency

  dynamic "environment" {
    for_each = length(var.environment_variables) > 0 ? [var.environment_variables] : []

    content {
      variables = environment.value
    }
  }

  ephemeral_storage {
    size = var.sandbox.ephemeral_storage_size
  }

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.function.name
    application_log_level = var.log_level
    system_log_level      = var.system_log_level
  }

  tracing_config {
    mode = "Active"
  }

  dynamic "vpc_config" {
    for_each = local.in_vpc ? [var.network] : []

    content {
      subnet_ids         = values(vpc_config.value.subnet_ids)
      security_group_ids = [vpc_config.value.security_group_id]
    }
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
