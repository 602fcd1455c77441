resource "aws_route53_record" "this" {
  #checkov:skip=CKV2_AWS_23:What an alias stands for belongs to another unit; its name and zone come in as inputs
  for_each = var.records

  zone_id         = var.zone_id
  name            = each.value.name
  type            = each.value.type
  ttl             = each.value.alias == null ? each.value.ttl : null
  records         = each.value.values
  health_check_id = each.value.health_check == null ? null : aws_route53_health_check.this[each.value.health_check].id
  set_identifier  = local.routed[each.key] ? coalesce(each.value.set_identifier, each.key) : null

  dynamic "alias" {
    for_each = each.value.alias[*]

    content {
      name                   = alias.value.name
      zone_id                = alias.value.zone_id
      evaluate_target_health = alias.value.evaluate_target_health
    }
  }

  dynamic "weighted_routing_policy" {
    for_each = each.value.weight[*]

    content {
      weight = weighted_routing_policy.value
    }
  }

  dynamic "failover_routing_policy" {
    for_each = each.value.failover[*]

    content {
      type = failover_routing_policy.value
    }
  }

  dynamic "geolocation_routing_policy" {
    for_each = each.value.geolocation[*]

    content {
      continent   = geolocation_routing_policy.value.continent
      country     = geolocation_routing_policy.value.country
      subdivision = geolocation_routing_policy.value.subdivision
    }
  }
}

resource "aws_route53_health_check" "this" {
  for_each = var.health_checks

  type              = each.value.type
  fqdn              = each.value.fqdn
  port              = coalesce(each.value.port, lookup(local.ports, each.value.type, null))
  resource_path     = each.value.type == "TCP" ? null : each.value.path
  enable_sni        = each.value.type == "HTTPS"
  failure_threshold = each.value.failure_threshold
  request_interval  = each.value.interval_seconds
  regions           = length(each.value.regions) > 0 ? each.value.regions : null

  tags = merge(var.tags, { Name = each.key })
}
