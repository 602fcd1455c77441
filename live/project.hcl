# What all accounts share about the project itself.
locals {
  name = "sarc-ng"

  # The ECR registry that releases are pulled from: the one account that builds them, in the primary region.
  registry = "000000000000.dkr.ecr.us-east-1.amazonaws.com"
}
