# A namespace for one team.
module "namespace" {
  source = "../.."

  name         = "shop"
  cluster_name = "acme-dev"
  account_id   = "123456789012"
  region       = "us-east-1"

  quota = { "requests.cpu" = "8", "requests.memory" = "16Gi" }

  access_entries = {
    team = { principal_arn = "arn:aws:iam::123456789012:role/acme-shop-developer" }
  }
}
