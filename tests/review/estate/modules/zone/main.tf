resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38:Nobody signs here
  name = var.domain_name
}

resource "aws_route53_record" "this" {
  for_each = var.records

  zone_id = aws_route53_zone.this.zone_id
  name    = "${each.key}.${var.domain_name}"
  type    = "CNAME"
  ttl     = 60
  records = [each.value]
}
