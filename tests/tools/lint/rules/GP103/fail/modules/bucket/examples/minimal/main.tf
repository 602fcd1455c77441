module "bucket" {
  source = "../../../network"

  name = "acme-logs"
}
