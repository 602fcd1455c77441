terraform {
  source = "../../modules/bucket"
}

include "root" {
  path = find_in_parent_folders("root.hcl")
}

inputs = {
  name = "acme-logs"
}
