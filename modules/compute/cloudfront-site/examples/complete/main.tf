# A shop: two names, an API under the same origin, a page for what is not there, a web ACL, fonts of somebody else's.
locals {
  files = ["404.html", "index.html", "js/app-5f2c.js", "style.css"]
}

module "site" {
  source = "../.."

  name            = "acme-shop"
  account_id      = "123456789012"
  region          = "us-east-1"
  domain_names    = ["shop.example.com", "www.shop.example.com"]
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  web_acl_arn     = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/acme/66666666-7777-8888-9999-000000000000"

  files = {
    for name in concat(local.files, ["rates"]) : name => {
      source        = name
      sha256        = sha256("1.0.0")
      content_type  = name == "rates" ? "application/json" : null
      cache_control = startswith(name, "js/") ? "public, max-age=31536000, immutable" : "no-cache"
    }
  }
  not_found_page      = "404.html"
  default_root_object = "index.html"

  api = {
    domain_name   = "api.example.com"
    path_patterns = ["/orders", "/orders/*"]
  }

  content_security_policy = "default-src 'self'; font-src https://fonts.example.com; frame-ancestors 'none'"

  price_class        = "PriceClass_All"
  force_destroy      = true
  log_retention_days = 90
  tags               = { Service = "shop" }
}
