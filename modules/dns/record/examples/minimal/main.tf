module "record" {
  source = "../.."

  zone_id = "Z0123456789ABCDEFGHIJ"
  records = {
    api = {
      name  = "api.dev.example.com"
      type  = "A"
      alias = { name = "acme-dev-api-1234567890.us-east-1.elb.amazonaws.com", zone_id = "Z35SXDOTRQ7X7K" }
    }
  }
}
