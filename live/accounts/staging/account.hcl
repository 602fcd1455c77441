# The staging account: what goes to prod is tried here first.
locals {
  name        = "staging"
  deploy_role = "sarc-ng-deploy"
  plan_role   = "sarc-ng-plan"

  # Where the account lives, and what it has once is kept: the zone, the budget.
  primary_region = "us-east-1"

  # Where copies go of what must outlive the region: the states.
  copy_region = "us-west-2"

  # Where the data platforms are.
  data_region = "eu-north-1"

  # For the real AWS a placeholder: nothing runs until the id is yours.
  account_id = { aws = "000000000000", emulator = "222222222222" }[local.target]
  target     = read_terragrunt_config(find_in_parent_folders("target.hcl")).locals.name
}
