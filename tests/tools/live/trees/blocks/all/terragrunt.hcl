terragrunt_version_constraint = ">= 1.0, < 2.0"
terraform_version_constraint  = ">= 1.5"
terraform_binary              = "terraform"
download_dir                  = "${get_terragrunt_dir()}/.cache"
prevent_destroy               = true
iam_role                      = "arn:aws:iam::123456789012:role/deploy"
iam_assume_role_duration      = 3600
iam_assume_role_session_name  = "session"

catalog {
  urls     = ["github.com/acme/catalog"]
  no_shell = true
}

engine {
  source  = "github.com/gruntwork-io/terragrunt-engine-opentofu"
  version = "v0.0.15"
  type    = "rpc"
  meta    = { key = "value", list = [1, 2] }
}

exclude {
  if                   = feature.skip_it.value
  actions              = ["plan", "apply"]
  exclude_dependencies = false
  no_run               = true
}

feature "skip_it" {
  default = false
}

feature "name" {
  default = "plain"
}

feature "number" {
  default = 5
}

errors {
  retry "transient" {
    retryable_errors   = concat(["first.*"], slice(get_default_retryable_errors(), 0, 2))
    max_attempts       = 3
    sleep_interval_sec = 5
  }

  ignore "known" {
    ignorable_errors = [".*safe.*", "!.*bad.*"]
    message          = "Ignoring"
    signals          = { alert = false, who = "ops" }
  }

  ignore "quiet" {
    ignorable_errors = ["x"]
  }
}

remote_state {
  backend                         = "s3"
  disable_init                    = true
  disable_dependency_optimization = true
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket         = "state"
    key            = "${path_relative_to_include()}/terraform.tfstate"
    region         = "us-east-1"
    encrypt        = true
    s3_bucket_tags = { owner = "me" }
    list           = [1, "two", false]
  }
  encryption = {
    key_provider = "pbkdf2"
    passphrase   = "correct-horse-battery-staple"
  }
}

generate "one" {
  path           = "one.tf"
  if_exists      = "overwrite"
  comment_prefix = "// "
  contents       = "one"
  hcl_fmt        = false
}

generate "two" {
  path        = "two.tf"
  if_exists   = "error"
  if_disabled = "remove_terragrunt"
  disable     = true
  contents    = ""
}

terraform {
  source = "git::https://example.com/modules.git//thing?ref=v1"
}

inputs = {
  flag = feature.name.value
  num  = feature.number.value
}
