# What is watched: metrics from the logs, alarms and who hears them, the dashboard.
terraform {
  source = "${get_repo_root()}/modules//observability"
}

locals {
  project = read_terragrunt_config(find_in_parent_folders("project.hcl")).locals
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  mocks   = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  here    = dirname(find_in_parent_folders("region.hcl"))
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

dependency "function" {
  config_path                             = "${local.here}/services/sarcng-api/lambda-http-api"
  mock_outputs                            = local.mocks.lambda_http_api
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "kms" {
  config_path                             = "${local.here}/security/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

dependency "service" {
  config_path                             = "${local.here}/services/sarcng-api/ecs-alb-service"
  mock_outputs                            = local.mocks.ecs_alb_service
  mock_outputs_allowed_terraform_commands = local.mocks.commands
}

inputs = merge(local.env.observability, {
  account_id       = local.account.account_id
  environment      = local.account.name
  region           = local.region
  name             = local.project.name
  kms_key_arn      = dependency.kms.outputs.key_arns.data
  metric_namespace = "SarcNG/${local.account.name}"
  runbook_url      = local.project.runbooks

  alarm_targets = {
    ecs_services = {
      api = {
        cluster_name = dependency.cluster.outputs.cluster_name
        service_name = dependency.service.outputs.service_name
      }
    }
    databases = {
      db = {
        identifier = dependency.database.outputs.identifier
        is_aurora  = local.env.database.is_aurora
      }
    }
    load_balancers = {
      api = {
        arn_suffix              = dependency.service.outputs.alb_arn_suffix
        target_group_arn_suffix = dependency.service.outputs.target_group_arn_suffix
      }
    }
    functions = {
      api = {
        function_name = dependency.function.outputs.function_name
        alias         = dependency.function.outputs.alias_name
      }
    }
    http_apis = {
      api = { api_id = dependency.function.outputs.api_id }
    }
  }

  log_groups = {
    api                = dependency.service.outputs.log_group_name
    function           = dependency.function.outputs.log_group_name
    database_error     = dependency.database.outputs.log_group_names.error
    database_slowquery = dependency.database.outputs.log_group_names.slowquery
  }

  # What both forms of the API write into their logs.
  custom_metrics = {
    reservation_success_rate = { log_groups = ["api", "function"], ratio = true }
    resource_utilization     = { log_groups = ["api", "function"], unit = "Percent" }
    api_response_time        = { log_groups = ["api", "function"], unit = "Milliseconds" }
    database_connection_pool = { log_groups = ["api", "function"], unit = "Count" }
  }
})
