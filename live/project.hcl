# What all accounts share about the project itself.
locals {
  name = "sarc-ng"

  # Where its code is, as the subjects of GitHub's tokens spell it (modules/security/ci-roles): jobs of this repository, and
  # of no other, get into the accounts.
  repository = "your-organisation/sarc-ng"

  # Where each alarm sends whoever hears it.
  runbooks = "https://github.com/your-organisation/sarc-ng/blob/main/docs/runbooks/README.md"

  # The account whose registry holds the releases, and that ECR registry in the primary region: what is released there
  # runs everywhere.
  release_account = "prod"
  registry        = "000000000000.dkr.ecr.us-east-1.amazonaws.com"
}
