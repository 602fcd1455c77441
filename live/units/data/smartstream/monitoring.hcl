# What watches the pipeline: five alarms and the one that sums them up, who hears it, the dashboard.
terraform {
  source = "${get_repo_root()}/modules//data-pipeline/monitoring"
}

locals {
  account   = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region    = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
  env       = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  platform  = read_terragrunt_config(find_in_parent_folders("units/data/smartstream/platform.hcl")).locals
  all_mocks = read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals
  mocks     = jsondecode(replace(jsonencode(local.all_mocks.smartstream), local.all_mocks.place, "${local.region}:${local.account.account_id}"))
  here      = "${dirname(find_in_parent_folders("region.hcl"))}/data/smartstream"
  name      = "${local.platform.name}-${local.account.name}"
  metrics   = "SmartStream/${local.account.name}"
  create    = local.env.smartstream.source.create
  tasks     = local.env.smartstream.capture.enabled ? { shop = true } : {}
}

dependency "capture" {
  config_path                             = "${local.here}/capture"
  mock_outputs                            = local.mocks.capture
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "catalog" {
  config_path                             = "${local.here}/catalog"
  mock_outputs                            = local.mocks.catalog
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "delivery" {
  config_path                             = "${local.here}/delivery"
  mock_outputs                            = local.mocks.delivery
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "kms" {
  config_path                             = "${local.here}/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "query" {
  config_path                             = "${local.here}/query"
  mock_outputs                            = local.mocks.query
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "scoring" {
  config_path                             = "${local.here}/scoring"
  mock_outputs                            = local.mocks.scoring
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "source_database" {
  enabled                                 = local.create
  config_path                             = "${local.here}/source-database"
  mock_outputs                            = local.mocks.source_database
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "stream" {
  config_path                             = "${local.here}/stream"
  mock_outputs                            = local.mocks.stream
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "transform" {
  config_path                             = "${local.here}/transform"
  mock_outputs                            = local.mocks.transform
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = {
  account_id    = local.account.account_id
  region        = local.region
  name          = local.name
  kms_key_arn   = dependency.kms.outputs.key_arns.data
  runbook_url   = local.platform.runbook
  subscriptions = local.env.smartstream.subscriptions
  tags          = local.platform.tags

  hops = {
    databases         = local.create ? { source = { identifier = dependency.source_database.outputs.identifier } } : {} # who has another one watches it
    replication_tasks = { for key, enabled in local.tasks : key => { instance_identifier = "${local.name}-capture", task_arn = dependency.capture.outputs.replication_task_arn } }
    streams           = { changes = { stream_name = dependency.stream.outputs.stream_name } }
    deliveries        = { raw = { delivery_stream_name = dependency.delivery.outputs.delivery_name } }
    functions = {
      transform = {
        function_name  = dependency.transform.outputs.function_name
        log_group_name = dependency.transform.outputs.log_group_name
      }
      scoring = {
        function_name  = dependency.scoring.outputs.function_name
        log_group_name = dependency.scoring.outputs.log_group_name
      }
    }
    workgroups = { analysts = dependency.query.outputs.workgroup_name }

    # What the functions say themselves.
    metrics = {
      "transform: records" = { namespace = local.metrics, metrics = { records = "Sum", rows = "Sum", quarantined = "Sum" }, dimensions = { Function = dependency.transform.outputs.function_name } }
      "transform: latency" = { namespace = local.metrics, metrics = { commit_to_trusted = "p99" }, dimensions = { Function = dependency.transform.outputs.function_name } }
      "scoring: records"   = { namespace = local.metrics, metrics = { scored = "Sum", failures = "Sum" }, dimensions = { Function = dependency.scoring.outputs.function_name } }
      "scoring: drift"     = { namespace = local.metrics, metrics = { drift = "Maximum", brier = "Maximum" }, dimensions = { Function = dependency.scoring.outputs.function_name } }
    }
  }

  metric_alarms = merge({
    iterator_age                = { metric = "GetRecords.IteratorAgeMilliseconds", hop = "changes" }
    delivery_freshness          = { metric = "DeliveryToS3.DataFreshness", hop = "raw" }
    transform_errors            = { metric = "Errors", hop = "transform" }
    }, local.create ? { storage = { metric = "FreeStorageSpace", hop = "source" } } : {}, { for key, enabled in local.tasks :
    "capture_latency" => { metric = "CDCLatencyTarget", hop = key }
  })

  failures = {
    crawler_names         = values(dependency.catalog.outputs.crawler_names)
    replication_task_arns = { for key, enabled in local.tasks : key => dependency.capture.outputs.replication_task_arn }
  }
}
