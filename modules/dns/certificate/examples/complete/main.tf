# The domain, everything below it, and a name in another zone.
module "zone" {
  source = "../../../zone"

  account_id  = "111122223333"
  region      = "us-east-1"
  domain_name = "example.com"
}

module "other_zone" {
  source = "../../../zone"

  account_id  = "111122223333"
  region      = "us-east-1"
  domain_name = "example.org"
}

module "certificate" {
  source = "../.."

  domain_name               = "example.com"
  subject_alternative_names = ["*.example.com", "www.example.org"]
  key_algorithm             = "EC_prime256v1"
  zone_id                   = module.zone.zone_id
  zone_ids                  = { "www.example.org" = module.other_zone.zone_id }
  tags                      = { Component = "dns" }
}
