include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

include "unit" {
  path           = find_in_parent_folders("units/service.hcl")
  merge_strategy = "deep"
}

inputs = {
  name = "${include.root.locals.account.name}-api"
  size = include.root.inputs.environment == "prod" ? 3 : 1
}
