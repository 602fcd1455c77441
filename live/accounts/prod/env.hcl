# How large prod is. us-west-2/env.hcl says what differs in the region that stands by.
locals {
  protected          = true
  log_retention_days = 90

  zones = ["a", "b", "c"]
  network = {
    vpc_cidr               = "10.0.0.0/16"
    public_subnet_cidrs    = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
    private_subnet_cidrs   = ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"]
    database_subnet_cidrs  = ["10.0.20.0/24", "10.0.21.0/24", "10.0.22.0/24"]
    one_nat_gateway_per_az = true
  }

  # The zone that the others hang below. Their name servers stand here once AWS has given them (the output name_servers of
  # their dns units), and are not read from their states: no account depends on another one.
  domain_name = "sarc-ng.example.com"
  delegations = {
    aws = {}
    emulator = { for account in ["dev", "staging"] : account => {
      name_servers = ["ns-2048.awsdns-64.com", "ns-2049.awsdns-65.net", "ns-2050.awsdns-66.org", "ns-2051.awsdns-67.co.uk"]
    } }
  }[read_terragrunt_config(find_in_parent_folders("target.hcl")).locals.name]

  # The primary of a global cluster. The long-term-support minor of Aurora 3, not the 3.03.1 that prod began with on paper.
  database = {
    is_aurora      = true
    engine         = "aurora-mysql"
    engine_version = "8.0.mysql_aurora.3.10.3"
    instance_class = "db.r5.large"
    instances = {
      1 = { instance_class = "db.r5.large", promotion_tier = 1 }
      2 = { instance_class = "db.r5.large", promotion_tier = 2 }
    }
    backup_retention_period      = 30
    backup_window                = "03:00-06:00"
    maintenance_window           = "Mon:00:00-Mon:03:00"
    copy_tags_to_snapshot        = true
    deletion_protection          = true
    performance_insights_enabled = true
    global_cluster_identifier    = "sarc-ng-global"
    source_region                = "us-east-1"
    backup_region                = "us-west-2"
  }

  # The containerised API: a task in each zone, more by load, and no fewer while a release rolls out.
  api_version = "1.0.0"
  api = {
    desired_count              = 3
    cpu                        = 1024
    memory                     = 2048
    minimum_healthy_percent    = 100
    auto_scaling_enabled       = true
    auto_scaling_capacity      = { min = 3, max = 10 }
    capacity_provider_strategy = { FARGATE = {} }
  }

  # What the containerised API reads from Parameter Store when it starts.
  settings = {
    log-level      = "INFO"
    db-connections = "8" # of each task, and as many threads
  }

  # The serverless API.
  function = {
    memory_size = 512
    timeout     = 10
  }

  observability = {
    alert_conditions = [
      { metric = "CPUUtilization", threshold = 80, comparison = "GreaterThanThreshold" },
      { metric = "DatabaseConnections", threshold = 80, comparison = "GreaterThanThreshold" },
      { metric = "HTTPCode_ELB_5XX_Count", threshold = 10, comparison = "GreaterThanThreshold" },
    ]
    monthly_budget_usd = 3000
    cost_anomaly       = { threshold_usd = 100 }
    subscriptions      = {}
  }

  # What watches the account.
  audit = { retention_days = 400, lock_days = 90 }
  baseline = {
    config       = { enabled = true, frequency = "CONTINUOUS" }
    guardduty    = { enabled = true }
    security_hub = { enabled = true }
  }

  # CI makes roles under the workload boundary only; the others are made by people.
  deploy = { roles_need_boundary = true }

  # Besides the database's own backups, which go when it goes.
  backup = {
    plans        = { daily = { schedule = "cron(0 7 * * ? *)", retention_days = 35, copy_retention_days = 35 } }
    restore_test = { schedule = "cron(0 10 ? * SUN *)", types = ["Aurora"] }
  }

  # The change-data-capture pipeline in eu-north-1.
  smartstream = {
    log_retention_days = 90

    zones = ["a", "b"]
    nat   = true
    network = {
      vpc_cidr               = "10.22.0.0/16"
      public_subnet_cidrs    = ["10.22.0.0/24", "10.22.1.0/24"]
      private_subnet_cidrs   = ["10.22.10.0/24", "10.22.11.0/24"]
      database_subnet_cidrs  = ["10.22.20.0/24", "10.22.21.0/24"]
      one_nat_gateway_per_az = true
    }

    source = { create = true, schemas = ["shop"], seed = false, rotation_days = null }
    database = {
      instance_class          = "db.t3.medium"
      allocated_storage       = 100
      max_allocated_storage   = 500
      multi_az                = true
      backup_retention_period = 30
      deletion_protection     = true
    }
    capture        = { enabled = true, instance = { instance_class = "dms.t3.medium", allocated_storage = 100, multi_az = true } }
    slot_megabytes = 51200 # of the log that capture may hold back
    stream         = { capacity = { shard_count = 4 }, retention_hours = 168 }

    # What the buffer waits for, whichever comes first: a minute, or so many MiB.
    buffering = { interval_seconds = 60, size_mb = 16 }

    schedules            = { crawl = "cron(20 0-1 * * ? *)", score = "rate(1 hour)" } # a new day's folders are crawled
    bytes_scanned_cutoff = 107374182400                                               # of one query: 100 GiB
    subscriptions        = {}
  }
}
