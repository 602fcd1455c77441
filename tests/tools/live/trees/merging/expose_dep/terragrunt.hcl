include "withdep" {
  path   = "../common/withdep.hcl"
  expose = true
}

dependency "base" {
  config_path  = "../plain"
  mock_outputs = { id = "child's" }
}

locals {
  all   = keys(include.withdep)
  name  = include.withdep.locals.name
}

inputs = {
  all   = local.all
  late  = include.withdep.inputs.base_id
  name  = local.name
}
