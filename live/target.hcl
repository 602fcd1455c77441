# Which AWS the tree talks to. LOCALSTACK=true is dev's switch, as its users know it; GROUNDPLAN_EMULATOR=true serves
# any account. A switch set to something else than true or false is an error: it must not pass for the real AWS.
locals {
  localstack = tobool(get_env("LOCALSTACK", "false"))
  emulated   = local.localstack || tobool(get_env("GROUNDPLAN_EMULATOR", "false"))

  name = local.emulated ? "emulator" : "aws"
}
