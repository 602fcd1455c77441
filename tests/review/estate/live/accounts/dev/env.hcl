locals {
  network = {
    vpc_cidr = "10.0.0.0/16"
    subnets  = { a = "10.0.1.0/24", b = "10.0.2.0/24" }
    doors = {
      https = { port = 443, cidr = "10.0.0.0/8", group = "web" }
      data  = { port = 5432, cidr = "10.0.0.0/16", group = "database" }
    }
  }
  database = {
    engine_version      = "16.3"
    instance_class      = "db.t4g.medium"
    multi_az            = false
    deletion_protection = true
  }
  service = {
    memory_size = 256
    timeout     = 10
  }
  tables             = ["orders", "sessions"]
  log_retention_days = 365
}
