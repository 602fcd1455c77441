# How large dev is. Compare with its siblings: `./inv environments` does, and this file is all that differs between accounts.
locals {
  # Units whose loss would hurt refuse to be destroyed. Dev is made and thrown away at will.
  protected          = false
  log_retention_days = 14

  # The zones of a region, by their last letter.
  zones = ["a", "b"]
  network = {
    vpc_cidr              = "10.0.0.0/16"
    public_subnet_cidrs   = ["10.0.1.0/24", "10.0.2.0/24"]
    private_subnet_cidrs  = ["10.0.10.0/24", "10.0.11.0/24"]
    database_subnet_cidrs = ["10.0.20.0/24", "10.0.21.0/24"]
    single_nat_gateway    = true
  }

  domain_name = "dev.sarc-ng.example.com"
  delegations = {} # zones of other accounts below this one

  database = {
    is_aurora                    = false
    engine                       = "mysql"
    engine_version               = "8.0"
    instance_class               = "db.t3.medium"
    allocated_storage            = 20
    max_allocated_storage        = 100
    multi_az                     = false
    backup_retention_period      = 7
    backup_window                = "03:00-06:00"
    maintenance_window           = "Mon:00:00-Mon:03:00"
    copy_tags_to_snapshot        = true
    deletion_protection          = false
    performance_insights_enabled = true
  }

  # The containerised API: one small task, on Spot, asleep at night and at weekends.
  api_version = "1.0.0"
  api = {
    desired_count              = 1
    cpu                        = 512
    memory                     = 1024
    auto_scaling_enabled       = false
    capacity_provider_strategy = { FARGATE_SPOT = {} }

    scheduled_scaling = {
      morning = { schedule = "cron(0 7 ? * MON-FRI *)", timezone = "Europe/London", min_capacity = 1, max_capacity = 1 }
      evening = { schedule = "cron(0 20 ? * MON-FRI *)", timezone = "Europe/London", min_capacity = 0, max_capacity = 0 }
    }
  }

  # What the containerised API reads from Parameter Store when it starts.
  settings = {
    log-level      = "DEBUG"
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
    subscriptions = {} # such as { on-call = { protocol = "email", endpoint = "on-call@example.com" } }
  }

  # What watches the account. AWS Config and Security Hub are billed by what changes, and here everything does.
  audit = { retention_days = 90, lock_days = 1 }
  baseline = {
    config       = { enabled = false }
    guardduty    = { enabled = true }
    security_hub = { enabled = false }
  }

  # CI makes roles of any kind here; elsewhere people do, until all modules put theirs under the workload boundary.
  deploy = { roles_need_boundary = false }

  # The change-data-capture pipeline in eu-north-1. Without NAT: what capture calls has endpoints, and the lake one that is free.
  smartstream = {
    log_retention_days = 7

    zones = ["a", "b"]
    nat   = false
    network = {
      vpc_cidr              = "10.20.0.0/16"
      public_subnet_cidrs   = ["10.20.0.0/24", "10.20.1.0/24"]
      private_subnet_cidrs  = ["10.20.10.0/24", "10.20.11.0/24"]
      database_subnet_cidrs = ["10.20.20.0/24", "10.20.21.0/24"]
      vpc_endpoints         = { interface = ["kinesis-streams", "secretsmanager"] }
    }

    # Whose changes are captured: a database made here, or (create = false) one that is there already. See docs/platforms/smartstream.md.
    source = {
      create        = true
      schemas       = ["shop"]
      seed          = false # whether a function loads it
      rotation_days = null  # how often its passwords change
    }
    database = {
      instance_class          = "db.t3.micro"
      allocated_storage       = 20
      max_allocated_storage   = 50
      multi_az                = false
      backup_retention_period = 7
      deletion_protection     = false
    }
    capture        = { enabled = true, instance = { instance_class = "dms.t3.small", allocated_storage = 50, multi_az = false } }
    slot_megabytes = 4096 # of the log that capture may hold back
    stream         = { capacity = { shard_count = 2 }, retention_hours = 24 }

    # What the buffer waits for, whichever comes first: a minute, or so many MiB.
    buffering = { interval_seconds = 60, size_mb = 5 }

    schedules            = { crawl = null, score = "rate(1 hour)" } # the crawlers are started by hand
    bytes_scanned_cutoff = 1073741824                               # of one query: 1 GiB
    subscriptions        = {}
  }
}
