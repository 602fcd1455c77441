resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38:Signing is an input: it needs a key in us-east-1 and a DS record in a parent zone that others may own
  #checkov:skip=CKV2_AWS_39:Query logging is an input: it works from us-east-1 only and logs who asked for what
  name          = var.domain_name
  comment       = "Managed by Terraform"
  force_destroy = var.force_destroy

  dynamic "vpc" {
    for_each = var.private_vpcs

    content {
      vpc_id     = vpc.value.vpc_id
      vpc_region = vpc.value.region
    }
  }

  tags = merge(var.tags, { Name = var.domain_name })
}

resource "aws_route53_record" "delegation" {
  for_each = var.delegations

  zone_id = aws_route53_zone.this.zone_id
  name    = "${each.key}.${var.domain_name}"
  type    = "NS"
  ttl     = each.value.ttl
  records = each.value.name_servers
}

resource "aws_route53_record" "delegation_signer" {
  for_each = { for label, delegation in var.delegations : label => delegation if delegation.ds_record != null }

  zone_id = aws_route53_zone.this.zone_id
  name    = "${each.key}.${var.domain_name}"
  type    = "DS"
  ttl     = each.value.ttl
  records = [each.value.ds_record]
}
