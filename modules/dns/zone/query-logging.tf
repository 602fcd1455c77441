resource "aws_cloudwatch_log_group" "queries" {
  #checkov:skip=CKV_AWS_338:How long queries are kept is an input; a year of them is seldom worth its price
  count = var.query_logging == null ? 0 : 1

  name              = local.log_group_name
  kms_key_id        = var.query_logging.kms_key_arn
  retention_in_days = var.query_logging.retention_days

  tags = var.tags
}

resource "aws_cloudwatch_log_resource_policy" "queries" {
  count = var.query_logging == null ? 0 : 1

  policy_name = "route53-queries-${replace(var.domain_name, ".", "-")}"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "route53.amazonaws.com" }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "${local.log_group_arn}:*"
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:route53:::hostedzone/*" }
      }
    }]
  })
}

resource "aws_route53_query_log" "this" {
  count = var.query_logging == null ? 0 : 1

  zone_id                  = aws_route53_zone.this.zone_id
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.queries[0].arn

  depends_on = [aws_cloudwatch_log_resource_policy.queries]
}
