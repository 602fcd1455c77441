locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  policy_statements = {
    ReceiveMessages = {
      actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      resources = [local.queue_arn]
    }
  }

  suffix                 = var.queue.fifo ? ".fifo" : ""
  queue_name             = "${var.name}${local.suffix}"
  queue_arn              = "arn:${local.partition}:sqs:${var.region}:${var.account_id}:${local.queue_name}"
  dead_letter_queue_name = "${var.name}-dead-letters${local.suffix}"
  dead_letter_queue_arn  = "arn:${local.partition}:sqs:${var.region}:${var.account_id}:${local.dead_letter_queue_name}"

  # A message stays hidden while Lambda gathers a batch, and while a throttled batch is tried again: AWS asks for six times.
  least_visibility_seconds   = 6 * var.timeout + var.batch.window_seconds
  visibility_timeout_seconds = coalesce(var.queue.visibility_timeout_seconds, local.least_visibility_seconds)

  redrive_policy = jsonencode({ deadLetterTargetArn = local.dead_letter_queue_arn, maxReceiveCount = var.queue.max_receive_count })

  alarms = {
    dead_letters = {
      metric      = "ApproximateNumberOfMessagesVisible"
      queue_name  = local.dead_letter_queue_name
      threshold   = 0
      minutes     = 1
      description = "Messages of ${var.name} could not be processed and wait in its dead-letter queue, for ${var.queue.dead_letter_retention_days} days at most."
    }
    oldest_message = {
      metric      = "ApproximateAgeOfOldestMessage"
      queue_name  = local.queue_name
      threshold   = var.alarms.oldest_message_seconds
      minutes     = 5
      description = "The queue of ${var.name} is not kept up with: its oldest message has waited for more than ${var.alarms.oldest_message_seconds} s."
    }
  }
}
