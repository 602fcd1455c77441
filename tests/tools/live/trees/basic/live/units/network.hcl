terraform {
  source = "${get_repo_root()}/modules//network"
}

inputs = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.network
