locals {
  # Principals of this account need no more than IAM; services and other accounts get in here.
  producer_statements = [for key, producer in var.producers : {
    for name, value in {
      Sid       = "Producer${replace(title(replace(key, "/[_-]/", " ")), " ", "")}"
      Effect    = "Allow"
      Principal = { for kind, who in { AWS = sort(producer.principal_arns), Service = [for service in producer.service[*] : "${service}.amazonaws.com"] } : kind => who if length(who) > 0 }
      Action    = ["sqs:SendMessage"]
      Resource  = [local.queue_arn]
      Condition = merge(
        { for service in producer.service[*] : "ArnLike" => { "aws:SourceArn" = sort(producer.source_arns) } },
        # the ARN of a bucket does not say whose it is: nobody gets in who takes over a deleted bucket's name
        { for service in producer.service[*] : "StringEquals" => { "aws:SourceAccount" = var.account_id } if service == "s3" },
      )
    } : name => value if name != "Condition" || producer.service != null
  }]

  deny_plain_http = { for arn in [local.queue_arn, local.dead_letter_queue_arn] : arn => {
    Sid       = "DenyPlainHttp"
    Effect    = "Deny"
    Principal = "*"
    Action    = ["sqs:*"]
    Resource  = [arn]
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  } }

  queue_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.producer_statements, [local.deny_plain_http[local.queue_arn]])
  })
  dead_letter_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [local.deny_plain_http[local.dead_letter_queue_arn]]
  })
}
