locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"

  athena_arn    = "arn:${local.partition}:athena:${var.region}:${var.account_id}"
  glue_arn      = "arn:${local.partition}:glue:${var.region}:${var.account_id}"
  workgroup_arn = "${local.athena_arn}:workgroup/${var.name}"
  results_arn   = "arn:${local.partition}:s3:::${var.results.bucket_name}"

  # What was said of a view goes before it, and its name gets the quotes that keep a word of SQL's a name.
  queries = merge(var.named_queries, { for name, view in var.views : "view_${name}" => {
    database    = view.database
    description = view.description == "" ? "Makes or replaces the view ${name}" : view.description
    sql         = "CREATE OR REPLACE VIEW \"${view.database}\".\"${name}\" AS\n${view.sql}"
  } })

  # bucket -> prefixes
  read_paths    = { for path in distinct(var.analysts.paths) : path => regex("^s3://(?P<bucket>[^/]+)/(?P<prefix>.*)$", path) }
  read_prefixes = { for path in values(local.read_paths) : path.bucket => path.prefix... }

  analyst_statements = concat(
    [
      {
        Sid    = "AskInWorkgroup"
        Effect = "Allow"
        Action = [
          "athena:BatchGetNamedQuery", "athena:BatchGetPreparedStatement", "athena:BatchGetQueryExecution", "athena:GetNamedQuery",
          "athena:GetPreparedStatement", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:GetQueryResultsStream",
          "athena:GetQueryRuntimeStatistics", "athena:GetWorkGroup", "athena:ListNamedQueries", "athena:ListPreparedStatements",
          "athena:ListQueryExecutions", "athena:StartQueryExecution", "athena:StopQueryExecution",
        ]
        Resource = [local.workgroup_arn]
      },
      {
        Sid      = "KeepResults"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
        Resource = ["${local.results_arn}/${var.results.prefix}*"]
      },
      {
        Sid      = "FindResults"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
        Resource = [local.results_arn]
      },
      {
        Sid       = "ListResults"
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = [local.results_arn]
        Condition = { StringLike = { "s3:prefix" = ["${var.results.prefix}*"] } }
      },
      {
        Sid       = "EncryptResults"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = [var.kms_key_arn]
        Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
      },
    ],
    [for statement in [
      {
        Sid      = "KnowCatalogue"
        Effect   = "Allow"
        Action   = ["athena:GetDataCatalog", "athena:GetDatabase", "athena:GetTableMetadata", "athena:ListDatabases", "athena:ListTableMetadata"]
        Resource = ["${local.athena_arn}:datacatalog/AwsDataCatalog"]
      },
      {
        Sid    = "KnowTables"
        Effect = "Allow"
        Action = ["glue:BatchGetPartition", "glue:GetDatabase", "glue:GetDatabases", "glue:GetPartition", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"]
        Resource = concat(["${local.glue_arn}:catalog"], flatten([for name in var.analysts.database_names : [
          "${local.glue_arn}:database/${name}", "${local.glue_arn}:table/${name}/*",
        ]]))
      },
      { # the files themselves are not to be had beside the workgroup, its limit and its record of queries
        Sid       = "ReadFiles"
        Effect    = "Allow"
        Action    = ["s3:GetObject"]
        Resource  = [for path in keys(local.read_paths) : "arn:${local.partition}:s3:::${trimprefix(path, "s3://")}*"]
        Condition = { "ForAnyValue:StringEquals" = { "aws:CalledVia" = ["athena.amazonaws.com"] } }
      },
      {
        Sid      = "FindBuckets"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation"]
        Resource = [for bucket in keys(local.read_prefixes) : "arn:${local.partition}:s3:::${bucket}"]
      },
    ] : statement if length(var.analysts.paths) > 0],
    [for index, bucket in keys(local.read_prefixes) : {
      Sid       = "ListFiles${index}"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = ["arn:${local.partition}:s3:::${bucket}"]
      Condition = { StringLike = { "s3:prefix" = [for prefix in local.read_prefixes[bucket] : "${prefix}*"] } }
    }],
    length(var.analysts.kms_key_arns) == 0 ? [] : [{
      Sid       = "DecryptFiles"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = var.analysts.kms_key_arns
      Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
    }],
  )
}
