terraform {
  source = "${get_repo_root()}/modules//key"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
}

inputs = {
  name  = local.project.name
  users = { data = "The database and the tables", logs = "The logs" }
  admin = "arn:aws:iam::${local.account.account_id}:root"
}
