resource "aws_apigatewayv2_domain_name" "this" {
  domain_name = var.domain_name
  tags        = var.tags

  domain_name_configuration {
    certificate_arn = var.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  for_each = var.api_ids

  domain_name     = aws_apigatewayv2_domain_name.this.domain_name
  api_id          = each.value
  api_mapping_key = each.key == "/" ? null : each.key
  stage           = local.stage
}
