# Every kind of record.
module "zone" {
  source = "../../../zone"

  account_id  = "111122223333"
  region      = "us-east-1"
  domain_name = "example.com"
}

module "record" {
  source = "../.."

  zone_id = module.zone.zone_id
  records = {
    # Simple ones, one of them for the domain itself.
    mail = { name = "example.com", type = "MX", values = ["10 mail.example.net", "20 mail2.example.net"], ttl = 3600 }
    caa  = { name = "example.com", type = "CAA", values = ["0 issue \"amazon.com\""] }
    docs = { name = "docs.example.com", type = "CNAME", values = ["acme.github.io"] }

    # The API fails over from one region to the other.
    api-primary = {
      name         = "api.example.com"
      type         = "A"
      failover     = "PRIMARY"
      health_check = "api"
      alias        = { name = "acme-prod-api-1234567890.us-east-1.elb.amazonaws.com", zone_id = "Z35SXDOTRQ7X7K" }
    }
    api-secondary = {
      name     = "api.example.com"
      type     = "A"
      failover = "SECONDARY"
      alias    = { name = "acme-prod-api-0987654321.us-west-2.elb.amazonaws.com", zone_id = "Z1H1FL5HABSF5" }
    }

    # A tenth of the traffic tries the new one.
    app-old = { name = "app.example.com", type = "CNAME", values = ["old.example.com"], weight = 90, ttl = 60 }
    app-new = { name = "app.example.com", type = "CNAME", values = ["new.example.com"], weight = 10, ttl = 60 }

    # Europe is served from Europe, California from nearby, everybody else from the default.
    shop-europe     = { name = "shop.example.com", type = "A", values = ["192.0.2.10"], geolocation = { continent = "EU" } }
    shop-california = { name = "shop.example.com", type = "A", values = ["192.0.2.20"], geolocation = { country = "US", subdivision = "CA" } }
    shop-default    = { name = "shop.example.com", type = "A", values = ["192.0.2.30"], geolocation = { country = "*" }, set_identifier = "elsewhere" }
  }
  health_checks = {
    api  = { fqdn = "acme-prod-api-1234567890.us-east-1.elb.amazonaws.com", interval_seconds = 10 }
    mail = { fqdn = "mail.example.net", type = "TCP", port = 25, regions = ["us-east-1", "eu-west-1", "ap-southeast-1"] }
  }
  tags = { Component = "dns" }
}
