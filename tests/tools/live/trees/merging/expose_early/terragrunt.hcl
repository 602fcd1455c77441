include "withdep" {
  path   = "../common/withdep.hcl"
  expose = true
}

dependency "base" {
  config_path  = "../plain"
  mock_outputs = { id = "child's" }
}

locals {
  early = include.withdep.inputs.base_id
  name  = include.withdep.locals.name
}

inputs = {
  early = local.early
  late  = include.withdep.inputs.base_id
  name  = local.name
}
