terraform {
  source = "../../modules/bucket"
}

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
}

inputs = {
  name = "acme-logs-${local.account.account_id}"
  region = local.region
  role = "arn:aws:iam::${local.account.account_id}:role/ci"
}
