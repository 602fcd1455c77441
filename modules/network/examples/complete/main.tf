# Everything: three zones with a NAT gateway each, a service's security groups, endpoints, and an opening to an office network.
module "network" {
  source = "../.."

  name       = "acme-prod"
  account_id = "111122223333"
  region     = "us-east-1"

  availability_zones    = ["us-east-1a", "us-east-1b", "us-east-1c"]
  vpc_cidr              = "10.2.0.0/16"
  public_subnet_cidrs   = ["10.2.1.0/24", "10.2.2.0/24", "10.2.3.0/24"]
  private_subnet_cidrs  = ["10.2.32.0/20", "10.2.48.0/20", "10.2.64.0/20"]
  database_subnet_cidrs = ["10.2.20.0/24", "10.2.21.0/24", "10.2.22.0/24"]

  one_nat_gateway_per_az = true

  kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  flow_logs = {
    aggregation_seconds = 60
    retention_days      = 365
    format              = "$${version} $${interface-id} $${pkt-srcaddr} $${pkt-dstaddr} $${srcport} $${dstport} $${protocol} $${bytes} $${action} $${flow-direction}"
  }

  security_groups = {
    application_port = 8080
    database_clients = ["ecs_tasks", "lambda"]
    database_port    = 3306
  }

  database_ports = [3306, 5432]
  network_acl_rules = {
    office = { tier = "private", direction = "ingress", rule_number = 1000, cidr = "192.168.0.0/16", from_port = 443 }
    ping   = { tier = "private", direction = "ingress", rule_number = 1010, cidr = "192.168.0.0/16", protocol = "icmp" }
    answer = { tier = "private", direction = "egress", rule_number = 1000, cidr = "192.168.0.0/16", from_port = 1024, to_port = 65535 }
  }

  vpc_endpoints = {
    gateway   = ["dynamodb", "s3"]
    interface = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]
  }

  subnet_tags = {
    private = { "kubernetes.io/role/internal-elb" = "1" }
    public  = { "kubernetes.io/role/elb" = "1" }
  }
  tags = { Component = "network" }
}
