output "alarm_arns" {
  description = "ARNs of the alarms, by name."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.arn }
}

# Put together, so that it is known while planning; who takes it waits until the stream is there.
output "stream_arn" {
  description = "ARN of the stream."
  value       = "arn:${local.partition}:kinesis:${var.region}:${var.account_id}:stream/${aws_kinesis_stream.this.name}"

  depends_on = [aws_kinesis_stream.this]
}

output "stream_name" {
  description = "Name of the stream."
  value       = aws_kinesis_stream.this.name

  depends_on = [aws_kinesis_stream.this]
}
