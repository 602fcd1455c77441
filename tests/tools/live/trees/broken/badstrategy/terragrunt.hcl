include "x" {
  path           = "../fine/terragrunt.hcl"
  merge_strategy = "deepest"
}
