# What callers call. The weights of a canary are moved by a deployment, not by Terraform.
resource "aws_lambda_alias" "live" {
  count = var.alias ? 1 : 0

  name             = "live"
  description      = "The version that serves"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [routing_config]
  }
}

resource "aws_lambda_permission" "this" {
  for_each = var.invokers

  statement_id   = each.key
  action         = "lambda:InvokeFunction"
  principal      = each.value.principal
  function_name  = aws_lambda_function.this.function_name
  qualifier      = aws_lambda_alias.live[0].name
  source_account = each.value.source_account
  source_arn     = each.value.source_arn
}

# Who calls asynchronously hands over and waits for no answer: what becomes of a call that fails is up to Lambda.
resource "aws_lambda_function_event_invoke_config" "live" {
  count = var.dead_letters != null ? 1 : 0

  function_name                = aws_lambda_function.this.function_name
  qualifier                    = aws_lambda_alias.live[0].name
  maximum_retry_attempts       = var.dead_letters.maximum_attempts
  maximum_event_age_in_seconds = var.dead_letters.maximum_age_seconds

  destination_config {
    on_failure {
      destination = var.dead_letters.destination_arn
    }
  }

  # The role's right to send there is tried when the destination is set.
  depends_on = [aws_iam_role_policy.this]
}
