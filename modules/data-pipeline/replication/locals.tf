locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  has_instance   = var.enabled && var.serverless == null
  has_serverless = var.enabled && var.serverless != null

  # DMS writes its log to a group of this name and no other; who is first makes it.
  log_group_name = var.serverless == null ? "dms-tasks-${var.name}" : "dms-serverless-replication-${var.name}"

  # DMS looks for these two by name, once for the account.
  service_roles = var.create_service_roles ? {
    dms-vpc-role             = { policy = "AmazonDMSVPCManagementRole", description = "Lets DMS put its instances into the networks of the account" }
    dms-cloudwatch-logs-role = { policy = "AmazonDMSCloudWatchLogsRole", description = "Lets DMS write the logs of its tasks" }
  } : {}

  # ---- What is replicated

  table_keys = sort(keys(var.tables))
  selections = concat(
    [for key in local.table_keys : { name = "include-${key}", action = "include", schema = var.tables[key].schema, table = var.tables[key].table }],
    [for key in sort(keys(var.excluded_tables)) : { name = "exclude-${key}", action = "exclude", schema = var.excluded_tables[key].schema, table = var.excluded_tables[key].table }],
    # The heartbeat and the log of schema changes are DMS's own; an underscore without brackets stands for any character.
    [{ name = "exclude-awsdms", action = "exclude", schema = "%", table = "awsdms[_]%" }],
  )

  table_mappings = jsonencode({ rules = concat(
    [for i, selection in local.selections : {
      "rule-type"      = "selection"
      "rule-id"        = tostring(i + 1)
      "rule-name"      = selection.name
      "rule-action"    = selection.action
      "object-locator" = { "schema-name" = selection.schema, "table-name" = selection.table }
    }],
    [for i, key in local.table_keys : {
      "rule-type"          = "object-mapping"
      "rule-id"            = tostring(length(local.selections) + i + 1)
      "rule-name"          = "map-${key}"
      "rule-action"        = "map-record-to-record"
      "object-locator"     = { "schema-name" = var.tables[key].schema, "table-name" = var.tables[key].table }
      "mapping-parameters" = { "partition-key-type" = var.tables[key].partition_key_type }
    }],
  ) })

  # ---- How

  settings = jsonencode({
    TargetMetadata = {
      BatchApplyEnabled  = false # one change, one record
      FullLobMode        = false
      LimitedSizeLobMode = true
      LobMaxSize         = var.task.lob_kilobytes
      SupportLobs        = true
    }
    FullLoadSettings = {
      CommitRate                      = 10000
      MaxFullLoadSubTasks             = var.task.full_load_tables
      StopTaskCachedChangesApplied    = false
      StopTaskCachedChangesNotApplied = false
      TargetTablePrepMode             = "DO_NOTHING" # a stream has no tables
      TransactionConsistencyTimeout   = 600
    }
    Logging = {
      EnableLogging = true
      LogComponents = [for component in ["SOURCE_UNLOAD", "TARGET_LOAD", "SOURCE_CAPTURE", "TARGET_APPLY", "TASK_MANAGER"] : {
        Id       = component
        Severity = var.task.log_severity
      }]
    }
    # A key that changes: without the old one nobody could tell which row is gone.
    BeforeImageSettings = var.task.migration_type == "full-load" ? null : {
      EnableBeforeImage = true
      FieldName         = "before-image"
      ColumnFilter      = "pk-only"
    }
    ChangeProcessingDdlHandlingPolicy = {
      HandleSourceTableAltered   = true
      HandleSourceTableDropped   = true
      HandleSourceTableTruncated = true
    }
    ErrorBehavior = {
      ApplyErrorDeletePolicy                      = "IGNORE_RECORD"
      ApplyErrorEscalationCount                   = 0
      ApplyErrorEscalationPolicy                  = "LOG_ERROR"
      ApplyErrorInsertPolicy                      = "LOG_ERROR"
      ApplyErrorUpdatePolicy                      = "LOG_ERROR"
      DataErrorEscalationCount                    = 0
      DataErrorEscalationPolicy                   = var.task.on_data_error
      DataErrorPolicy                             = var.task.on_data_error
      DataTruncationErrorPolicy                   = "LOG_ERROR"
      FailOnNoTablesCaptured                      = true # mappings that fit nothing are a mistake
      FullLoadIgnoreConflicts                     = true
      RecoverableErrorCount                       = -1 # for ever: the source's log waits in the meantime, and its alarms tell of it
      RecoverableErrorInterval                    = 5
      RecoverableErrorStopRetryAfterThrottlingMax = false
      RecoverableErrorThrottling                  = true
      RecoverableErrorThrottlingMax               = 1800
      TableErrorEscalationCount                   = 0
      TableErrorEscalationPolicy                  = "STOP_TASK"
      TableErrorPolicy                            = "SUSPEND_TABLE"
    }
    ValidationSettings = { EnableValidation = false } # a stream cannot be asked what is in it
  })
}
