# The dev account: fast iteration and testing.
locals {
  name        = "dev"
  account_id  = "000000000000" # a placeholder; the plan stops until it is yours
  deploy_role = "sarc-ng-deploy"

  emulated_account_id = "111111111111"
}
