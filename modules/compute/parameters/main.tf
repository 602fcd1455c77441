resource "aws_ssm_parameter" "this" {
  #checkov:skip=CKV2_AWS_34:Settings are no secrets, and whoever reviews a plan shall see them; secrets are Secrets Manager's.
  for_each = var.parameters

  name            = "${var.path}/${each.key}"
  description     = each.value.description
  type            = "String"
  tier            = length(each.value.value) > local.standard_length ? "Advanced" : "Standard"
  value           = each.value.value
  allowed_pattern = each.value.allowed_pattern
  tags            = var.tags
}
