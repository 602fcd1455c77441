inputs = {
  who = basename(get_terragrunt_dir())
}
