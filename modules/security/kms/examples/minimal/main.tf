module "kms" {
  source = "../.."

  name       = "acme-dev"
  account_id = "111122223333"
  region     = "us-east-1"

  keys = {
    data = { description = "Databases, secrets and queues", services = ["rds", "secretsmanager", "sqs"] }
    logs = { description = "CloudWatch log groups", services = ["logs"] }
  }
}
