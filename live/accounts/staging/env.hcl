# How large staging is: built as prod is, with the sizes of dev.
locals {
  protected          = true
  log_retention_days = 30

  zones = ["a", "b", "c"]
  network = {
    vpc_cidr              = "10.1.0.0/16"
    public_subnet_cidrs   = ["10.1.1.0/24", "10.1.2.0/24", "10.1.3.0/24"]
    private_subnet_cidrs  = ["10.1.10.0/24", "10.1.11.0/24", "10.1.12.0/24"]
    database_subnet_cidrs = ["10.1.20.0/24", "10.1.21.0/24", "10.1.22.0/24"]
    single_nat_gateway    = true
  }

  domain_name = "staging.sarc-ng.example.com"
  delegations = {}

  # Aurora as in prod, in one region.
  database = {
    is_aurora      = true
    engine         = "aurora-mysql"
    engine_version = "8.0.mysql_aurora.3.10.3"
    instance_class = "db.t4g.medium"
    instances = {
      1 = { promotion_tier = 1 }
      2 = { promotion_tier = 2 }
    }
    backup_retention_period      = 14
    backup_window                = "03:00-06:00"
    maintenance_window           = "Mon:00:00-Mon:03:00"
    copy_tags_to_snapshot        = true
    deletion_protection          = true
    performance_insights_enabled = true
  }

  # The containerised API.
  api_version = "1.0.0"
  api = {
    desired_count              = 2
    cpu                        = 512
    memory                     = 1024
    minimum_healthy_percent    = 100
    auto_scaling_enabled       = true
    auto_scaling_capacity      = { min = 2, max = 4 }
    capacity_provider_strategy = { FARGATE = {} }
  }

  # What the containerised API reads from Parameter Store when it starts.
  settings = {
    log-level      = "INFO"
    db-connections = "8" # of each task, and as many threads
  }

  # The serverless API.
  function = {
    memory_size = 256
    timeout     = 10
  }

  observability = {
    alert_conditions = [
      { metric = "CPUUtilization", threshold = 80, comparison = "GreaterThanThreshold" },
      { metric = "DatabaseConnections", threshold = 80, comparison = "GreaterThanThreshold" },
      { metric = "HTTPCode_ELB_5XX_Count", threshold = 10, comparison = "GreaterThanThreshold" },
    ]
    monthly_budget_usd = 600
    cost_anomaly       = { threshold_usd = 50 }
    subscriptions      = {}
  }

  # What watches the account.
  audit = { retention_days = 400, lock_days = 30 }
  baseline = {
    config       = { enabled = true, frequency = "DAILY" }
    guardduty    = { enabled = true }
    security_hub = { enabled = true }
  }

  # CI makes roles under the workload boundary only; the others are made by people.
  deploy = { roles_need_boundary = true }

  # The change-data-capture pipeline in eu-north-1.
  smartstream = {
    log_retention_days = 30

    zones = ["a", "b"]
    nat   = true
    network = {
      vpc_cidr              = "10.21.0.0/16"
      public_subnet_cidrs   = ["10.21.0.0/24", "10.21.1.0/24"]
      private_subnet_cidrs  = ["10.21.10.0/24", "10.21.11.0/24"]
      database_subnet_cidrs = ["10.21.20.0/24", "10.21.21.0/24"]
      single_nat_gateway    = true
    }

    source = { create = true, schemas = ["shop"], seed = false, rotation_days = null }
    database = {
      instance_class          = "db.t3.small"
      allocated_storage       = 20
      max_allocated_storage   = 100
      multi_az                = false
      backup_retention_period = 7
      deletion_protection     = true
    }
    capture        = { enabled = true, instance = { instance_class = "dms.t3.small", allocated_storage = 50, multi_az = false } }
    slot_megabytes = 4096 # of the log that capture may hold back
    stream         = { capacity = { shard_count = 2 }, retention_hours = 48 }

    # What the buffer waits for, whichever comes first: a minute, or so many MiB.
    buffering = { interval_seconds = 60, size_mb = 5 }

    schedules            = { crawl = "cron(20 0-1 * * ? *)", score = "rate(1 hour)" } # a new day's folders are crawled
    bytes_scanned_cutoff = 10737418240                                                # of one query: 10 GiB
    subscriptions        = {}
  }
}
