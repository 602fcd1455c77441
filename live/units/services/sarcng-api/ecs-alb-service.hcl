# The API in containers behind a load balancer: what answers the public name.
terraform {
  source = "${get_repo_root()}/modules//compute/ecs-alb-service"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
}

dependency "certificate" {
  config_path                             = "${local.here}/certificate"
  mock_outputs                            = local.mocks.certificate
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "cluster" {
  config_path                             = "${local.here}/compute/ecs-cluster"
  mock_outputs                            = local.mocks.ecs_cluster
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "database" {
  config_path                             = "${local.here}/database"
  mock_outputs                            = local.mocks.database
  mock_outputs_allowed_terraform_commands = local.mocks.commands
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

dependency "parameters" {
  config_path                             = "${local.here}/services/sarcng-api/parameters"
  mock_outputs                            = local.mocks.parameters
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

# Where the database is written to, its schema comes first; elsewhere it is a copy, and comes with it.
dependencies {
  paths = local.region == local.account.primary_region ? ["${local.here}/services/sarcng-api/schema"] : []
}

inputs = merge(local.env.api, {
  account_id      = local.account.account_id
  region          = local.region
  name            = "${local.project.name}-api"
  container_image = "${replace(local.project.registry, "/[.][a-z-]+-[0-9][.]/", ".${local.region}.")}/${local.project.name}-api:${local.env.api_version}"
  certificate_arn = dependency.certificate.outputs.certificate_arn
  kms_key_arn     = dependency.kms.outputs.key_arns.logs
  log_group       = { name = "/ecs/${local.project.name}/api", retention_days = local.env.log_retention_days }

  cluster = {
    arn  = dependency.cluster.outputs.cluster_arn
    name = dependency.cluster.outputs.cluster_name
  }

  network = {
    vpc_id                 = dependency.network.outputs.vpc_id
    alb_subnet_ids         = dependency.network.outputs.public_subnet_ids
    alb_security_group_id  = dependency.network.outputs.security_group_ids.alb
    task_subnet_ids        = dependency.network.outputs.private_subnet_ids
    task_security_group_id = dependency.network.outputs.security_group_ids.ecs_tasks
  }

  load_balancer = {
    deletion_protection = local.env.protected
    access_logs         = { retention_days = local.env.log_retention_days, force_destroy = !local.env.protected }
  }

  container = {
    port           = 8080
    writable_paths = { tmp = "/tmp" }
    environment = {
      DB_HOST = dependency.database.outputs.endpoint
      DB_NAME = dependency.database.outputs.db_name
      DB_PORT = tostring(dependency.database.outputs.port)

      # Where to look for the credentials when those below are refused, because they were rotated.
      DB_SECRET_ARN = dependency.database.outputs.secret_arn

      MEMORY_LIMIT_MIB  = tostring(local.env.api.memory)
      METRICS_NAMESPACE = "SarcNG/${local.account.name}"
    }
    secrets = {
      DB_USERNAME = { arn = dependency.database.outputs.secret_arn, json_key = "username" }
      DB_PASSWORD = { arn = dependency.database.outputs.secret_arn, json_key = "password" }
    }
    secrets_kms_key_arns = [dependency.kms.outputs.key_arns.data]
    parameters = {
      DB_CONNECTIONS = dependency.parameters.outputs.names.db-connections
      LOG_LEVEL      = dependency.parameters.outputs.names.log-level
    }
  }

  task_policy_statements = {
    ReadSecret = {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [dependency.database.outputs.secret_arn]
    }
    DecryptSecret = {
      actions    = ["kms:Decrypt"]
      resources  = [dependency.kms.outputs.key_arns.data]
      conditions = { StringEquals = { "kms:ViaService" = ["secretsmanager.${local.region}.amazonaws.com"] } }
    }
  }
})
