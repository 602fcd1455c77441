terraform {
  source = "${get_repo_root()}/modules//service"
}

dependency "network" {
  config_path                             = "${get_terragrunt_dir()}/../../network"
  mock_outputs                            = { vpc_id = "vpc-mock", subnets = ["a", "b"] }
  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]
}

dependencies {
  paths = ["../../dns"]
}

inputs = {
  vpc_id  = dependency.network.outputs.vpc_id
  subnets = [for s in dependency.network.outputs.subnets : upper(s)]
  first   = "subnet-${dependency.network.outputs.subnets[0]}"
}
