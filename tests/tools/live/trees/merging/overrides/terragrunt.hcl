include "base" {
  path = "../common/base.hcl"
}

remote_state {
  backend = "s3"
  config = {
    bucket = "b"
  }
}

terraform {
  after_hook "log" {
    commands     = ["plan"]
    execute      = ["true"]
    run_on_error = true
  }

  after_hook "second" {
    commands = ["plan"]
    execute  = ["true"]
  }
}

feature "flag" {
  default = "child"
}

inputs = {
  flag = feature.flag.value
  obj  = feature.object.value.b
}
