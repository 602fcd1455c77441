resource "aws_sqs_queue" "this" {
  name                        = local.queue_name
  fifo_queue                  = var.queue.fifo
  content_based_deduplication = var.queue.fifo ? var.queue.content_based_deduplication : null
  delay_seconds               = var.queue.delay_seconds
  visibility_timeout_seconds  = local.visibility_timeout_seconds
  message_retention_seconds   = var.queue.retention_days * 86400
  receive_wait_time_seconds   = 20 # long polling: an empty queue is asked three times a minute, not hundreds of times
  kms_master_key_id           = var.kms_key_arn
  policy                      = local.queue_policy
  redrive_policy              = local.redrive_policy
  tags                        = var.tags

  kms_data_key_reuse_period_seconds = 300

  depends_on = [aws_sqs_queue.dead_letters] # its ARN is derived, so that the plan shows the redrive policy
}

# Where a message goes that could not be processed, for a person to look at; `max_receive_count` says when.
resource "aws_sqs_queue" "dead_letters" {
  name                      = local.dead_letter_queue_name
  fifo_queue                = var.queue.fifo
  message_retention_seconds = var.queue.dead_letter_retention_days * 86400
  kms_master_key_id         = var.kms_key_arn
  policy                    = local.dead_letter_policy
  redrive_allow_policy      = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [local.queue_arn] })
  tags                      = var.tags

  kms_data_key_reuse_period_seconds = 300
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${replace(each.key, "_", "-")}"
  alarm_description   = join(" ", concat([each.value.description], [for url in var.alarms.runbook_url[*] : "Runbook: ${url}#${lower(each.value.metric)}"]))
  namespace           = "AWS/SQS"
  metric_name         = each.value.metric
  dimensions          = { QueueName = each.value.queue_name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.value.minutes
  treat_missing_data  = "notBreaching" # SQS reports nothing of a queue that has been idle for hours
  alarm_actions       = values(var.alarms.topic_arns)
  ok_actions          = values(var.alarms.topic_arns)
  tags                = var.tags
}
