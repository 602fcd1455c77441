variable "alarms" {
  description = <<-EOT
    Who hears of dead letters, and of a message that has waited for `oldest_message_seconds`: `topic_arns` are SNS topics, keyed by a name of the
    caller's; `runbook_url` ends up in the alarms' descriptions.
  EOT
  type = object({
    topic_arns             = optional(map(string), {})
    runbook_url            = optional(string)
    oldest_message_seconds = optional(number, 900)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in values(var.alarms.topic_arns) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[^:]+$", arn))])
    error_message = "alarms.topic_arns must be ARNs of SNS topics (arn:aws:sns:<region>:<account>:<name>)."
  }
  validation {
    condition     = var.alarms.runbook_url == null || can(regex("^https://[^# ]+$", var.alarms.runbook_url))
    error_message = "alarms.runbook_url must begin with https:// and have no #: the metric's name is put after it."
  }
  validation {
    condition     = var.alarms.oldest_message_seconds >= 60 && var.alarms.oldest_message_seconds < var.queue.retention_days * 86400
    error_message = "alarms.oldest_message_seconds must be 60 or more, and less than messages are kept (queue.retention_days)."
  }
}

variable "batch" {
  description = <<-EOT
    How messages are handed over: at most `size` at once, gathered for up to `window_seconds`, and `maximum_concurrency` batches at a time.
    `enabled = false` lets messages wait.
  EOT
  type = object({
    size                = optional(number, 10)
    window_seconds      = optional(number, 0)
    maximum_concurrency = optional(number, 10)
    enabled             = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.batch.size >= 1 && var.batch.size <= 10000
    error_message = "batch.size is 1 to 10000."
  }
  validation {
    condition     = var.batch.window_seconds >= (var.batch.size > 10 ? 1 : 0) && var.batch.window_seconds <= 300
    error_message = "batch.window_seconds is 0 to 300, and 1 or more when batch.size is above 10: more than ten messages have to be gathered."
  }
  validation {
    condition     = var.batch.maximum_concurrency >= 2 && var.batch.maximum_concurrency <= 1000
    error_message = "batch.maximum_concurrency is 2 to 1000. One message at a time is a FIFO queue with one message group."
  }
}

variable "producers" {
  description = <<-EOT
    Who may send besides the principals of this account that IAM allows to, keyed by a name of the caller's: an AWS `service` (`s3`, `sns`, `events`) for the
    resources in `source_arns`, or the `principal_arns` of other accounts.
  EOT
  type = map(object({
    service        = optional(string)
    source_arns    = optional(list(string), [])
    principal_arns = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.producers) : can(regex("^[A-Za-z][A-Za-z0-9_-]*$", key))])
    error_message = "producers: a key starts with a letter and has letters, digits, hyphens and underscores."
  }
  validation {
    condition     = alltrue([for producer in values(var.producers) : (producer.service == null) == (length(producer.principal_arns) > 0) && (producer.service == null) == (length(producer.source_arns) == 0)])
    error_message = "producers: give either service with source_arns, or principal_arns. A service without source_arns would bring messages from anybody."
  }
  validation {
    condition     = alltrue([for producer in values(var.producers) : producer.service == null ? true : can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)*$", producer.service)) && !endswith(producer.service, "amazonaws.com")])
    error_message = "producers: service is the name without the domain, for example s3, sns or events."
  }
  validation {
    condition     = alltrue(flatten([for producer in values(var.producers) : [for arn in producer.source_arns : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[^:]*:[^:]*:[^*].*$", arn))]]))
    error_message = "producers: source_arns must be ARNs that name a resource, for example arn:aws:s3:::acme-uploads."
  }
  validation {
    condition     = alltrue(flatten([for producer in values(var.producers) : [for arn in producer.principal_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/.+|user/.+)$", arn))]]))
    error_message = "producers: principal_arns must be ARNs of roles, users or accounts (arn:aws:iam::<account>:role/<name>)."
  }
}

variable "queue" {
  description = <<-EOT
    The queue. A message that was received `max_receive_count` times without success goes to the dead-letter queue. `visibility_timeout_seconds` is six times the
    function's timeout and the batch window, unless said otherwise. `fifo` keeps the order within a message group.
  EOT
  type = object({
    fifo                        = optional(bool, false)
    content_based_deduplication = optional(bool, false)
    delay_seconds               = optional(number, 0)
    visibility_timeout_seconds  = optional(number)
    max_receive_count           = optional(number, 5)
    retention_days              = optional(number, 4)
    dead_letter_retention_days  = optional(number, 14)
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.queue.fifo || (var.batch.size <= 10 && var.batch.window_seconds == 0)
    error_message = "queue.fifo: a FIFO queue hands over at most ten messages (batch.size) and gathers none (batch.window_seconds = 0)."
  }
  validation {
    condition     = var.queue.fifo || !var.queue.content_based_deduplication
    error_message = "queue.content_based_deduplication is for FIFO queues: set queue.fifo, or leave it out."
  }
  validation {
    condition     = var.queue.delay_seconds >= 0 && var.queue.delay_seconds <= 900
    error_message = "queue.delay_seconds is 0 to 900."
  }
  validation {
    condition     = var.queue.visibility_timeout_seconds == null ? true : var.queue.visibility_timeout_seconds >= local.least_visibility_seconds && var.queue.visibility_timeout_seconds <= 43200
    error_message = "queue.visibility_timeout_seconds must be ${local.least_visibility_seconds} (six times the timeout, and batch.window_seconds) to 43200: else a message is processed a second time while the first is still at it."
  }
  validation {
    condition     = var.queue.max_receive_count >= 2 && var.queue.max_receive_count <= 1000
    error_message = "queue.max_receive_count is 2 to 1000: with 1, a single throttled call would make a dead letter. AWS advises 5 or more."
  }
  validation {
    condition     = var.queue.retention_days >= 1 && var.queue.retention_days < var.queue.dead_letter_retention_days && var.queue.dead_letter_retention_days <= 14
    error_message = "queue.retention_days must be 1 or more and below dead_letter_retention_days, which is at most 14: a dead letter keeps the age that it had."
  }
}
