locals {
  region = basename(get_terragrunt_dir())
}
