locals {
  # What has the function called again, besides a change of the function itself.
  triggers = merge(var.triggers, { package = var.package.sha256 })
}
