module "bucket" {
  source = "../.."

  name = "acme-logs"
}
