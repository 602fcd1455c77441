locals {
  name = values.name
}

inputs = {
  name = local.name
  size = values.size + 1
  tags = values.tags
  none = try(values.absent, "fallback")
}
