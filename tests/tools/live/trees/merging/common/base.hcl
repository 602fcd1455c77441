feature "flag" {
  default = "base"
}

feature "object" {
  default = { a = 1, b = { c = 2 } }
}

terraform {
  source = "../module"

  after_hook "log" {
    commands = ["apply"]
    execute  = ["echo", get_terragrunt_dir()]
  }
}

remote_state {
  backend = "local"
  config = {
    path = "${get_terragrunt_dir()}/terraform.tfstate"
  }
}

inputs = {
  list  = [1]
  empty = []
  map   = {}
  text  = "x"
  flag  = true
  null_ = null
  nested = {
    list = ["a"]
    map  = { x = 1 }
  }
}
