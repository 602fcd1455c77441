# What all units of the change-data-capture pipeline share, wherever they are.
locals {
  name = "smartstream"
  tags = { Project = local.name }

  # Where each alarm sends whoever hears it.
  runbook = "https://github.com/your-organisation/sarc-ng/blob/main/docs/platforms/smartstream.md"
}
