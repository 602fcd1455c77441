# What every unit shares: where its state lives and which AWS it talks to.
terragrunt_version_constraint = ">= 1.0, < 2.0"
terraform_version_constraint  = ">= 1.11"

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  here    = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  region  = local.here.region
  chosen  = read_terragrunt_config(find_in_parent_folders("target.hcl")).locals
  target  = read_terragrunt_config("${dirname(find_in_parent_folders("root.hcl"))}/targets/${local.chosen.name}.hcl").locals

  # HCL has no assertion; tobool of a sentence fails and shows the sentence. Only the chosen arm can fail.
  localstack_is_for_dev = (
    !local.chosen.localstack || local.account.name == "dev" ? true :
    tobool("LOCALSTACK=true is for the dev account only, and this is ${local.account.name}: unset LOCALSTACK.")
  )
  account_is_set = (
    local.account.account_id != "000000000000" ? true :
    tobool("The account id of ${local.account.name} is still the placeholder 000000000000: set account_id in live/accounts/${local.account.name}/account.hcl, or LOCALSTACK=true to use the emulator instead.")
  )
  registry_is_set = (
    local.chosen.emulated || !startswith(local.project.registry, "000000000000.") ? true :
    tobool("The registry of ${local.project.name} is still a placeholder: set registry in live/project.hcl to the ECR registry that holds the releases.")
  )

  # A region without a bucket for states of its own has them in another region's.
  state_region = try(local.here.state_region, local.region)

  role_is_known = (
    contains(["deploy", "plan", "own"], local.chosen.role) ? true :
    tobool("GROUNDPLAN_ROLE=${local.chosen.role} is not known: use deploy (the default), plan (only reads) or own (your own credentials).")
  )

  role_name = local.chosen.role == "plan" ? local.account.plan_role : local.account.deploy_role
  assume_role = local.chosen.role == "own" && !local.chosen.emulated ? null : {
    assume_role = { role_arn = "arn:aws:iam::${local.account.account_id}:role/${local.role_name}" }
  }
  default_tags = {
    Project     = local.project.name
    Environment = local.account.name
    CostCenter  = "engineering"
    Owner       = "platform-team"
    ManagedBy   = "terraform"
  }
}

# The emulator comes and goes, on whatever port is free: what a working folder remembers of an earlier one is forgotten.
terraform {
  extra_arguments "fresh_emulator" {
    commands  = ["init"]
    arguments = local.chosen.emulated ? ["-reconfigure"] : []
  }

  # A lock is a file beside the state, and who may only read cannot write it.
  extra_arguments "read_only" {
    commands  = ["plan"]
    arguments = local.chosen.role == "plan" ? ["-lock=false"] : []
  }
}

# The bucket is made by `./inv bootstrap`, from the unit security/state-backend, and not by Terragrunt's own
# `--backend-bootstrap`: it takes nothing that is not encrypted with its key. The emulator's states are written with the
# keys of targets/emulator.hcl.
remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = merge(local.target.backend, {
    bucket       = "${local.project.name}-tfstate-${local.account.account_id}-${local.state_region}"
    key          = "${path_relative_to_include()}/terraform.tfstate"
    region       = local.state_region
    encrypt      = true
    kms_key_id   = "arn:aws:kms:${local.state_region}:${local.account.account_id}:alias/${local.project.name}-state"
    use_lockfile = true
  }, local.chosen.emulated ? null : local.assume_role)
}

# Static for an account and region: all of its units share one provider when they are composed.
generate "provider" {
  path              = "provider.tf.json"
  if_exists         = "overwrite" # JSON has no place for the signature that overwrite_terragrunt looks for
  disable_signature = true
  contents = jsonencode({
    provider = {
      aws = merge(local.target.provider, {
        region              = local.region
        allowed_account_ids = [local.account.account_id]
        default_tags        = { tags = local.default_tags }
      }, local.assume_role)
    }
  })
}

# One lock file for all units: everybody runs the same provider.
generate "lock" {
  path              = ".terraform.lock.hcl"
  if_exists         = "overwrite"
  disable_signature = true
  contents          = file("${dirname(find_in_parent_folders("root.hcl"))}/.terraform.lock.hcl")
}

# Faults that go away by themselves: the network's, and AWS's own before a fresh role or key is known everywhere.
errors {
  retry "transient" {
    retryable_errors = [
      "(?s).*(connection reset by peer|TLS handshake timeout|i/o timeout|Client\\.Timeout exceeded).*",
      "(?s).*(ThrottlingException|TooManyRequestsException|RequestLimitExceeded|Rate exceeded).*",
      "(?s).*(The role defined for the function cannot be assumed by Lambda|KMSAccessDeniedException).*",
    ]
    max_attempts       = 3
    sleep_interval_sec = 10
  }
}
