# A function whose new versions get a tenth of the calls for five minutes and then all of them, or are rolled back when an
# alarm turns red or the smoke test before any traffic fails.
module "api" {
  source = "../.."

  name        = "acme-cart"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  package     = { path = "acme-cart.zip", sha256 = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=" }
  routes      = { "ANY /{proxy+}" = { authorization = "AWS_IAM" } }

  network = {
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    security_group_id = "sg-0123456789abcdef0"
  }

  deployment = {
    strategy          = "canary"
    alarm_names       = ["acme-prod-5xx-http_api-cart"]
    errors_per_minute = 3
    latency_seconds   = 0.5
    hooks             = { BeforeAllowTraffic = "arn:aws:lambda:us-east-1:123456789012:function:acme-cart-smoke-test" }
    runbook_url       = "https://docs.example.com/acme/runbook"
  }
}
