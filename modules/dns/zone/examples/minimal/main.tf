module "zone" {
  source = "../.."

  account_id  = "111122223333"
  region      = "us-east-1"
  domain_name = "dev.example.com"
}
