include "root" {
  path           = "../root.hcl"
  merge_strategy = "shallow"
}

terraform {
  include_in_copy = ["child.txt"]

  extra_arguments "common" {
    commands = ["plan"]
  }

  before_hook "say" {
    commands = ["apply"]
    execute  = ["echo", "child"]
    if       = true
  }

  after_hook "done" {
    commands        = ["apply", "plan"]
    execute         = ["echo", "done"]
    suppress_stdout = true
  }
}

inputs = {
  list    = ["child"]
  map     = { b = { y = 2 } }
  nothing = "something"
}
