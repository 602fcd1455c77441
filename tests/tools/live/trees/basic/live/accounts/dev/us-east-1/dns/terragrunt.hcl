include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../../../modules//dns"
}

inputs = {
  domain = "${local.name}.example.com"
}

locals {
  name = reverse(split("/", path_relative_to_include()))[0]
}
