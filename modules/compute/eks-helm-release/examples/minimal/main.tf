# A chart of one's own, with its own values.
module "release" {
  source = "../.."

  name         = "echo"
  namespace    = "shop"
  cluster_name = "acme-dev"
  account_id   = "123456789012"
  region       = "us-east-1"
  chart        = { name = "./${path.module}/chart" }
}
