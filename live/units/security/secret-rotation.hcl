# Another password for the database's master user every 30 days, where RDS does not see to that itself: in a global cluster.
terraform {
  source = "${get_repo_root()}/modules//compute/lambda-function"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))

  package = "${get_repo_root()}/.groundplan/packages/secret-rotation"
  built = (
    fileexists("${local.package}.json") ? jsondecode(file("${local.package}.json")) :
    tobool("The function's package is not built: run ./inv package.")
  )

  # The database names this function, and so comes after it. What it will be called is known: AWS adds six characters to a secret's name.
  database   = "${local.project.name}-db"
  secret_arn = "arn:aws:secretsmanager:${local.region}:${local.account.account_id}:secret:${local.database}-master-??????"
}

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "network" {
  config_path                             = "${local.here}/network"
  mock_outputs                            = local.mocks.network
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = {
  account_id  = local.account.account_id
  region      = local.region
  name        = "${local.project.name}-secret-rotation"
  description = "Rotates the password of the database's master user"
  handler     = "secret_rotation.handler.handle"
  timeout     = 60

  # As the package's compiled parts need it.
  architecture = local.built.architecture
  runtime      = local.built.runtime

  # One secret, one step at a time.
  reserved_concurrency = 1

  package = {
    path   = "${local.package}.zip"
    sha256 = local.built.base64sha256
  }

  network = {
    subnet_ids        = dependency.network.outputs.private_subnet_ids
    security_group_id = dependency.network.outputs.security_group_ids.lambda
  }

  invokers = {
    SecretsManager = {
      principal      = "secretsmanager.amazonaws.com"
      source_arn     = local.secret_arn
      source_account = local.account.account_id
    }
  }

  environment_variables = { DB_CLUSTER = local.database, DB_ENGINE = "mysql" }
  secret_arns           = [local.secret_arn]
  secrets_kms_key_arns  = [dependency.kms.outputs.key_arns.data]

  policy_statements = {
    RotateSecret = {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"]
      resources = [local.secret_arn]
    }
    EncryptSecret = {
      actions    = ["kms:GenerateDataKey"]
      resources  = [dependency.kms.outputs.key_arns.data]
      conditions = { StringEquals = { "kms:ViaService" = ["secretsmanager.${local.region}.amazonaws.com"] } }
    }
    FindDatabase = {
      actions   = ["rds:DescribeDBClusters"]
      resources = ["arn:aws:rds:${local.region}:${local.account.account_id}:cluster:${local.database}"]
    }
  }

  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  log_retention_days = local.env.log_retention_days
}
