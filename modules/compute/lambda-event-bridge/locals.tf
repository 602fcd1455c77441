locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  dead_letter_queue_name = "${var.name}-dead-letters"
  dead_letter_queue_arn  = "arn:${local.partition}:sqs:${var.region}:${var.account_id}:${local.dead_letter_queue_name}"

  # The ARN of a rule on the default bus does not name the bus.
  rule_names = { for key, _ in var.rules : key => "${var.name}-${key}" }
  rule_arns = { for key, rule in var.rules : key => join("", [
    "arn:${local.partition}:events:${var.region}:${var.account_id}:rule/",
    rule.event_bus_name == "default" ? "" : "${rule.event_bus_name}/",
    local.rule_names[key],
  ]) }

  alarms = { for key, alarm in {
    dead_letters = {
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = local.dead_letter_queue_name }
      statistic   = "Maximum"
      description = "Events for ${var.name} could not be delivered or processed and wait in its dead-letter queue, for ${var.dead_letter_retention_days} days at most."
    }
    lost_events = {
      namespace   = "AWS/Lambda"
      metric      = "DestinationDeliveryFailures"
      dimensions  = { FunctionName = var.name }
      statistic   = "Sum"
      description = "Events that ${var.name} failed on could not be put into its dead-letter queue, and are lost: look at the key's policy and the role's."
    }
    errors = {
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = var.name }
      statistic   = "Sum"
      description = "${var.name} fails. What it failed on is tried again, and is a dead letter then."
    }
  } : key => alarm if key != "errors" || var.alarms.errors }
}
