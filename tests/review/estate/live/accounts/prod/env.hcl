locals {
  network = {
    vpc_cidr = "10.1.0.0/16"
    subnets  = { a = "10.1.1.0/24", b = "10.1.2.0/24" }
    doors = {
      https = { port = 443, cidr = "10.0.0.0/8", group = "web" }
      data  = { port = 5432, cidr = "10.1.0.0/16", group = "database" }
    }
  }
  database = {
    engine_version      = "16.3"
    instance_class      = "db.m7g.large"
    multi_az            = true
    deletion_protection = true
  }
  log_retention_days = 365
}
