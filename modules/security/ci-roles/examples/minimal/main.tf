module "ci" {
  source     = "../.."
  name       = "acme-dev"
  account_id = "123456789012"
  region     = "us-east-1"
  repository = "acme/platform"
  deploy     = { environments = ["dev"], services = ["ec2", "ecs", "logs"] }
}
