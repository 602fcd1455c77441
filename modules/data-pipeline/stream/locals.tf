locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  alarms = {
    iterator-age = {
      description = "What reads ${var.name} is more than ${var.max_iterator_age_seconds} seconds behind, or does not read at all; after ${var.retention_hours} hours records are lost."
      metric      = "GetRecords.IteratorAgeMilliseconds"
      statistic   = "Maximum"
      threshold   = var.max_iterator_age_seconds * 1000
      minutes     = 5
      missing     = "breaching" # who reads asks all the time, whether there are records or not
    }
    read-throttled = {
      description = "Reads of ${var.name} are refused: too many readers, or too few shards."
      metric      = "ReadProvisionedThroughputExceeded"
      statistic   = "Sum"
      threshold   = 0
      minutes     = 5
      missing     = "notBreaching"
    }
    write-throttled = {
      description = "Writes to ${var.name} are refused: too few shards, or keys that all fall on one."
      metric      = "WriteProvisionedThroughputExceeded"
      statistic   = "Sum"
      threshold   = 0
      minutes     = 5
      missing     = "notBreaching"
    }
  }
}
