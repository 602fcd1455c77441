# A cluster that keeps two tasks of each service on demand and puts three of four others on Spot.
module "cluster" {
  source = "../.."

  name               = "acme-staging"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  container_insights = "enhanced"
  log_retention_days = 90

  default_capacity_provider_strategy = {
    FARGATE      = { base = 2, weight = 1 }
    FARGATE_SPOT = { weight = 3 }
  }

  tags = { Service = "platform" }
}
