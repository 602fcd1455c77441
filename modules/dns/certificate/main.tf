resource "aws_acm_certificate" "this" {
  #checkov:skip=CKV2_AWS_71:Whether one certificate covers all names below a domain is the caller's choice
  domain_name               = var.domain_name
  subject_alternative_names = var.subject_alternative_names
  key_algorithm             = var.key_algorithm
  validation_method         = "DNS"

  options {
    certificate_transparency_logging_preference = "ENABLED" # browsers refuse certificates that are not in the public logs
  }

  tags = merge(var.tags, { Name = var.domain_name })

  lifecycle {
    create_before_destroy = true # a listener holds on to the old one until it has the new one
  }
}

# They stay for good: ACM renews the certificate as long as it finds them.
resource "aws_route53_record" "validation" {
  for_each = local.validated_names

  zone_id         = lookup(var.zone_ids, each.key, var.zone_id)
  name            = local.validation_options[each.key][0].resource_record_name
  type            = local.validation_options[each.key][0].resource_record_type
  ttl             = 300
  records         = [local.validation_options[each.key][0].resource_record_value]
  allow_overwrite = true # every certificate of an account for the same name asks for the same record
}

resource "aws_acm_certificate_validation" "this" {
  count = var.wait_for_validation ? 1 : 0

  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = values(aws_route53_record.validation)[*].fqdn
}
