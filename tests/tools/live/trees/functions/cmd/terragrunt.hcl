locals {
  out = run_cmd("--terragrunt-quiet", "sh", "-c", "echo $PWD-$1", "sh", "arg")
}

inputs = {
  out = local.out
}
