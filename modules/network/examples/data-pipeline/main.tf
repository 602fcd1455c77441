# A network for a capture of changes, without NAT: DMS reads PostgreSQL, functions work on S3, and what they call is reached through
# endpoints and nothing else.
module "network" {
  source = "../.."

  name       = "acme-capture"
  account_id = "111122223333"
  region     = "eu-north-1"

  availability_zones    = ["eu-north-1a", "eu-north-1b"]
  vpc_cidr              = "10.20.0.0/16"
  public_subnet_cidrs   = ["10.20.0.0/24", "10.20.1.0/24"]
  private_subnet_cidrs  = ["10.20.10.0/24", "10.20.11.0/24"]
  database_subnet_cidrs = ["10.20.20.0/24", "10.20.21.0/24"]

  kms_key_arn = "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  database_ports = [5432]
  security_groups = {
    roles            = ["database", "dms", "lambda"]
    database_clients = ["dms"]
    database_port    = 5432
    https_to         = "endpoints"
  }
  vpc_endpoints = {
    interface = ["kinesis-streams", "logs", "secretsmanager"]
  }
}
