resource "aws_kms_key" "this" {
  #checkov:skip=CKV_AWS_7:Every key that AWS can rotate is rotated; it cannot rotate the asymmetric ones that sign DNS zones
  for_each = var.keys

  description              = each.value.description
  customer_master_key_spec = each.value.spec
  key_usage                = each.value.spec == "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY"
  deletion_window_in_days  = each.value.deletion_window_days
  enable_key_rotation      = each.value.spec == "SYMMETRIC_DEFAULT"
  multi_region             = each.value.multi_region
  policy                   = local.policies[each.key]
  rotation_period_in_days  = each.value.rotation_days

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_kms_alias" "this" {
  for_each = local.aliases

  name          = "alias/${each.key}"
  target_key_id = aws_kms_key.this[each.value].key_id
}
