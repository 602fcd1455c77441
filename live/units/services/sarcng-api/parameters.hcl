# What the containerised API reads when it starts, and what may be changed without a release.
terraform {
  source = "${get_repo_root()}/modules//compute/parameters"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

inputs = {
  path = "/${local.project.name}/${local.account.name}"
  parameters = {
    db-connections = {
      value           = local.env.settings.db-connections
      description     = "Connections of a task to the database, and as many threads"
      allowed_pattern = "^[1-9][0-9]?$"
    }
    log-level = {
      value           = local.env.settings.log-level
      description     = "The least severe messages that the API logs"
      allowed_pattern = "^(DEBUG|INFO|WARNING|ERROR)$"
    }
  }
}
