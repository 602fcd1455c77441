module "certificate" {
  source = "../.."

  domain_name = "dev.example.com"
  zone_id     = "Z0123456789ABCDEFGHIJ"
}
