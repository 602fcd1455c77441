# The dev account: fast iteration and testing.
locals {
  name        = "dev"
  deploy_role = "sarc-ng-deploy"
  plan_role   = "sarc-ng-plan"

  # Where the account lives, and what it has once is kept: the zone, the budget.
  primary_region = "us-east-1"

  # Where copies go of what must outlive the region: nowhere, dev is thrown away at will.
  copy_region = null

  # Where the data platforms are.
  data_region = "eu-north-1"

  # For the real AWS a placeholder: nothing runs until the id is yours.
  account_id = { aws = "000000000000", emulator = "111111111111" }[local.target]
  target     = read_terragrunt_config(find_in_parent_folders("target.hcl")).locals.name
}
