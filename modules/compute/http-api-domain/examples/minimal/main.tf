module "name" {
  source = "../.."

  domain_name     = "api.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  api_ids         = { "/" = "shop012345" }
}
