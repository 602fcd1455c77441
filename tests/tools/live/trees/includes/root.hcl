locals {
  where  = get_terragrunt_dir()
  parent = get_parent_terragrunt_dir()
  rel    = path_relative_to_include()
  from   = path_relative_from_include()
}

terraform {
  source          = "${get_parent_terragrunt_dir()}/modules/thing"
  include_in_copy = ["root.txt"]

  extra_arguments "common" {
    commands           = get_terraform_commands_that_need_vars()
    required_var_files = ["${get_parent_terragrunt_dir()}/common.tfvars"]
    optional_var_files = ["${get_terragrunt_dir()}/extra.tfvars"]
    env_vars           = { WHO = "root" }
  }

  extra_arguments "lock" {
    commands  = get_terraform_commands_that_need_locking()
    arguments = ["-lock-timeout=20m"]
  }

  before_hook "say" {
    commands = ["plan"]
    execute  = ["echo", "root"]
  }

  before_hook "root_only" {
    commands     = ["apply"]
    execute      = ["echo", "root only"]
    run_on_error = false
    working_dir  = get_terragrunt_dir()
  }

  error_hook "oops" {
    commands  = ["apply"]
    execute   = ["echo", "oops"]
    on_errors = [".*"]
  }
}

prevent_destroy = true
download_dir    = "/tmp/root"

generate "backend" {
  path      = "backend.tf"
  if_exists = "skip"
  contents  = "# ${path_relative_to_include()}\n"
}

inputs = {
  from_root = "root"
  where     = local.where
  rel       = local.rel
  from      = local.from
  parent    = local.parent
  list      = ["root"]
  map       = { a = "root", b = { x = 1, l = [1] } }
  scalar    = "root"
  nothing   = null
}
