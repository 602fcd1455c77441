# Where the data platforms are. Their states lie with those of the primary region: one bucket for the account.
locals {
  region       = "eu-north-1"
  platform     = "smartstream" # who hears what is found here
  state_region = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals.primary_region
}
