# A public zone that delegates to the zone of another account, with its queries logged and its answers signed.
module "public" {
  source = "../.."

  account_id  = "111122223333"
  region      = "us-east-1"
  domain_name = "example.com"

  delegations = {
    dev = {
      name_servers = ["ns-1.awsdns-00.com", "ns-2.awsdns-00.net", "ns-3.awsdns-00.org", "ns-4.awsdns-00.co.uk"]
      ds_record    = "12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
      ttl          = 900
    }
  }
  query_logging = {
    kms_key_arn    = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    retention_days = 365
  }
  dnssec = { kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/5678abcd-12ab-34cd-56ef-1234567890ab" }
  tags   = { Component = "dns" }
}

# A private zone for two VPCs, one of them in another region.
module "private" {
  source = "../.."

  account_id  = "111122223333"
  region      = "us-east-1"
  domain_name = "acme.internal"

  private_vpcs = {
    main     = { vpc_id = "vpc-0123456789abcdef0" }
    recovery = { vpc_id = "vpc-0fedcba9876543210", region = "us-west-2" }
  }
  force_destroy = true
}
