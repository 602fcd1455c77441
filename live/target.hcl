# Which AWS the tree talks to, and with whose rights. LOCALSTACK=true is dev's switch, as its users know it; GROUNDPLAN_EMULATOR=true serves
# any account. A switch set to something else than true or false is an error: it must not pass for the real AWS.
locals {
  localstack = tobool(get_env("LOCALSTACK", "false"))
  emulated   = local.localstack || tobool(get_env("GROUNDPLAN_EMULATOR", "false"))

  name = local.emulated ? "emulator" : "aws"

  # The role that applies, the one that only reads, or the caller's own credentials: those of people who make the roles.
  # The emulator tells its accounts apart by the role, so there it is always one of the account's.
  role = get_env("GROUNDPLAN_ROLE", "deploy")

  # What keeps a pipeline within its limits is not the pipeline's: the role that applies passes over these units.
  for_people = !local.emulated && local.role == "deploy"
}
