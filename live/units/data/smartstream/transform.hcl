# What makes tables of raw changes: functions/smartstream-transform, for every object below raw/.
terraform {
  source = "${get_repo_root()}/modules//compute/lambda-event-bridge"
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
  alarms    = { alarms = "arn:aws:sns:${local.region}:${local.account.account_id}:${local.name}-alarms" } # by its name: the topic comes last

  package = "${get_repo_root()}/.groundplan/packages/smartstream-transform"
  built = (
    fileexists("${local.package}.json") ? jsondecode(file("${local.package}.json")) :
    tobool("The function's package is not built: run ./inv package.")
  )
}

dependency "kms" {
  config_path                             = "${local.here}/kms"
  mock_outputs                            = local.mocks.kms
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "lake" {
  config_path                             = "${local.here}/lake"
  mock_outputs                            = local.mocks.lake
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

dependency "network" {
  config_path                             = "${local.here}/network"
  mock_outputs                            = local.mocks.network
  mock_outputs_allowed_terraform_commands = local.all_mocks.commands
}

inputs = {
  account_id         = local.account.account_id
  region             = local.region
  name               = "${local.name}-transform"
  description        = "Raw changes into trusted tables"
  handler            = "smartstream_transform.handler.handler"
  runtime            = local.built.runtime
  architecture       = local.built.architecture
  memory_size        = 512
  timeout            = 300
  kms_key_arn        = dependency.kms.outputs.key_arns.logs
  log_retention_days = local.env.smartstream.log_retention_days
  tags               = local.platform.tags

  alarms = { topic_arns = local.alarms, runbook_url = local.platform.runbook }

  # What the platform says of each call, how long a cold start took among it.
  sandbox = { system_log_level = "INFO" }

  package = {
    path   = "${local.package}.zip"
    sha256 = local.built.base64sha256
  }

  network = {
    subnet_ids        = dependency.network.outputs.private_subnet_ids
    security_group_id = dependency.network.outputs.security_group_ids.lambda
  }

  rules = {
    # The same bucket holds what the function writes: without the prefix it would call itself.
    raw = {
      description = "Raw objects"
      event_pattern = jsonencode({
        source        = ["aws.s3"]
        "detail-type" = ["Object Created"]
        detail = {
          bucket = { name = [dependency.lake.outputs.bucket_name] }
          object = { key = [{ prefix = "raw/" }] }
        }
      })
    }
  }

  environment_variables = {
    LAKE_BUCKET       = dependency.lake.outputs.bucket_name
    METRICS_NAMESPACE = "SmartStream/${local.account.name}"
  }

  policy_statements = {
    ListRaw = {
      actions    = ["s3:ListBucket"]
      resources  = [dependency.lake.outputs.bucket_arn]
      conditions = { StringLike = { "s3:prefix" = ["raw/*"] } }
    }
    ReadRaw = {
      actions   = ["s3:GetObject"]
      resources = ["${dependency.lake.outputs.bucket_arn}/raw/*"]
    }
    WriteTables = {
      actions   = ["s3:PutObject"]
      resources = [for zone in ["trusted", "quarantine"] : "${dependency.lake.outputs.bucket_arn}/${zone}/*"]
    }
    UseKeyThroughLake = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources  = [dependency.kms.outputs.key_arns.data]
      conditions = { StringEquals = { "kms:ViaService" = ["s3.${local.region}.amazonaws.com"] } }
    }
  }
}
