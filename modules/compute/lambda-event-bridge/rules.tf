resource "aws_cloudwatch_event_rule" "this" {
  for_each = var.rules

  name                = local.rule_names[each.key]
  description         = each.value.description == "" ? "Calls ${var.name}" : each.value.description
  event_bus_name      = each.value.event_bus_name
  event_pattern       = each.value.event_pattern
  schedule_expression = each.value.schedule_expression
  state               = each.value.enabled ? "ENABLED" : "DISABLED"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = var.rules

  rule           = aws_cloudwatch_event_rule.this[each.key].name
  event_bus_name = aws_cloudwatch_event_rule.this[each.key].event_bus_name
  target_id      = "live"
  arn            = module.function.alias_arn
  input          = each.value.input

  retry_policy {
    maximum_retry_attempts       = var.retries.delivery_attempts
    maximum_event_age_in_seconds = var.retries.maximum_age_seconds
  }
  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  # An event of the first second would find the door shut, and the queue as well.
  depends_on = [aws_lambda_permission.events]
}

resource "aws_lambda_permission" "events" {
  for_each = var.rules

  statement_id  = "InvokedByRule-${each.key}"
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  function_name = module.function.function_name
  qualifier     = module.function.alias_name
  source_arn    = local.rule_arns[each.key]
}
