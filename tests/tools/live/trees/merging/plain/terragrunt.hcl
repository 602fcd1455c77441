errors {
  ignore "one" {
    ignorable_errors = ["a"]
  }
}

exclude {
  if      = "true"
  actions = ["plan"]
}

prevent_destroy = "true"

iam_web_identity_token = "token"

terraform_binary = null

dependencies {
  paths = []
}

remote_state {
  backend = "local"
  config  = {}
}

terraform {
  source = null

  before_hook "x" {
    commands = []
    execute  = ["true"]
    if       = "false"
  }
}

inputs = {}

locals {}
