resource "aws_route53_key_signing_key" "this" {
  count = var.dnssec == null ? 0 : 1

  hosted_zone_id             = aws_route53_zone.this.zone_id
  name                       = substr(replace(var.domain_name, "/[^a-z0-9]/", "_"), 0, 128)
  key_management_service_arn = var.dnssec.kms_key_arn
}

resource "aws_route53_hosted_zone_dnssec" "this" {
  count = var.dnssec == null ? 0 : 1

  hosted_zone_id = aws_route53_key_signing_key.this[0].hosted_zone_id
}
