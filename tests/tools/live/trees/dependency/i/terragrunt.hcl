locals {
  names = ["a", "b"]
}

dependency "one" {
  config_path                             = "../${local.names[0]}"
  mock_outputs                            = { for n in local.names : n => upper(n) }
  mock_outputs_allowed_terraform_commands = ["destroy"]
}

terraform {
  before_hook "show" {
    commands = ["plan"]
    execute  = ["echo", dependency.one.outputs.a]
  }
}

generate "file" {
  path      = "gen.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<-EOT
    # ${dependency.one.outputs.b}
    %{for k, v in dependency.one.outputs~}
    # ${k} = ${v}
    %{endfor~}
  EOT
}
