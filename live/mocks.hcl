# What units hand to each other, as it looks before they are applied. One entry per unit, keyed like the module's
# outputs. Only the commands below may see a mock: apply never does.
locals {
  commands = ["init", "validate", "plan"]

  # Where the mocks are. Some modules take keys of their own account and region only: these units put theirs here.
  place = "us-east-1:111111111111"

  kms = {
    key_arns = {
      audit   = "arn:aws:kms:us-east-1:111111111111:key/mock-audit"
      backup  = "arn:aws:kms:us-east-1:111111111111:key/mock-backup"
      data    = "arn:aws:kms:us-east-1:111111111111:key/mock-data"
      images  = "arn:aws:kms:us-east-1:111111111111:key/mock-images"
      logs    = "arn:aws:kms:us-east-1:111111111111:key/mock-logs"
      state   = "arn:aws:kms:us-east-1:111111111111:key/mock-state"
      volumes = "arn:aws:kms:us-east-1:111111111111:key/mock-volumes"
      web     = "arn:aws:kms:us-east-1:111111111111:key/mock-web"
    }
  }
  network = {
    vpc_id                     = "vpc-mock"
    public_subnet_ids          = { us-east-1a = "subnet-mock-public-a", us-east-1b = "subnet-mock-public-b" }
    private_subnet_ids         = { us-east-1a = "subnet-mock-private-a", us-east-1b = "subnet-mock-private-b" }
    database_subnet_ids        = { us-east-1a = "subnet-mock-database-a", us-east-1b = "subnet-mock-database-b" }
    database_subnet_group_name = "mock-database"
    security_group_ids = {
      alb       = "sg-mock-alb"
      database  = "sg-mock-database"
      ecs_tasks = "sg-mock-ecs-tasks"
      endpoints = "sg-mock-endpoints"
      lambda    = "sg-mock-lambda"
    }
  }
  dns = {
    zone_id   = "Zmock00000000"
    zone_name = "mock.example.com"
  }
  certificate = {
    certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/mock"
  }
  database = {
    endpoint        = "mock.us-east-1.rds.amazonaws.com"
    port            = 3306
    db_name         = "mock"
    identifier      = "mock-db"
    secret_arn      = "arn:aws:secretsmanager:us-east-1:111111111111:secret:mock"
    log_group_names = { error = "/aws/rds/instance/mock/error", slowquery = "/aws/rds/instance/mock/slowquery" }
  }
  ecs_cluster = {
    cluster_arn  = "arn:aws:ecs:us-east-1:111111111111:cluster/mock"
    cluster_name = "mock-cluster"
  }
  ecs_alb_service = {
    service_name            = "mock-api"
    alb_dns_name            = "mock.us-east-1.elb.amazonaws.com"
    alb_zone_id             = "Zmock00000000"
    alb_arn_suffix          = "app/mock/0123456789abcdef"
    target_group_arn_suffix = "targetgroup/mock/0123456789abcdef"
    log_group_name          = "/ecs/mock/api"
  }
  lambda_function = {
    alias_arn = "arn:aws:lambda:us-east-1:111111111111:function:mock:live"
  }
  lambda_http_api = {
    alias_name     = "mock"
    api_endpoint   = "https://mock.execute-api.us-east-1.amazonaws.com"
    api_id         = "mock"
    function_name  = "mock-api"
    log_group_name = "/aws/lambda/mock-api"
  }
  http_api_domain = {
    target_domain_name = "d-mock000000.execute-api.us-east-1.amazonaws.com"
    target_zone_id     = "Zmock00000000"
  }
  parameters = {
    names = {
      db-connections = "/sarc-ng/mock/db-connections"
      log-level      = "/sarc-ng/mock/log-level"
    }
  }
  cloudfront_site = {
    domain_name = "mock.cloudfront.net"
    zone_id     = "Zmock00000000"
  }

  # The change-data-capture pipeline, by unit.
  smartstream = {
    capture = {
      replication_task_arn = "arn:aws:dms:us-east-1:111111111111:task:mock"
    }
    catalog = {
      crawler_names = { analytics = "mock-analytics", trusted = "mock-trusted" }
      database_name = "mock"
    }
    delivery = {
      delivery_name = "mock-raw"
    }
    kms = {
      key_arns = {
        data = "arn:aws:kms:us-east-1:111111111111:key/mock-data"
        logs = "arn:aws:kms:us-east-1:111111111111:key/mock-logs"
      }
    }
    lake = {
      bucket_arn  = "arn:aws:s3:::mock-lake"
      bucket_name = "mock-lake"
    }
    network = {
      database_subnet_group_name = "mock-database"
      private_subnet_ids         = { us-east-1a = "subnet-mock-private-a", us-east-1b = "subnet-mock-private-b" }
      security_group_ids         = { database = "sg-mock-database", dms = "sg-mock-dms", lambda = "sg-mock-lambda" }
    }
    query = {
      workgroup_name = "mock"
    }
    query_results = {
      bucket_name = "mock-query-results"
    }
    scoring = {
      function_name  = "mock-scoring"
      log_group_name = "/aws/lambda/mock-scoring"
    }
    source_database = {
      db_name          = "mock"
      identifier       = "mock-source"
      secret_arn       = "arn:aws:secretsmanager:us-east-1:111111111111:secret:mock"
      user_secret_arns = { capture = "arn:aws:secretsmanager:us-east-1:111111111111:secret:mock-capture" }
    }
    stream = {
      stream_arn  = "arn:aws:kinesis:us-east-1:111111111111:stream/mock-changes"
      stream_name = "mock-changes"
    }
    transform = {
      function_name  = "mock-transform"
      log_group_name = "/aws/lambda/mock-transform"
    }
  }
}
