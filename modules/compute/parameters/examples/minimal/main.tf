module "parameters" {
  source = "../.."

  path = "/acme/dev"
  parameters = {
    log-level = { value = "INFO", description = "The least severe messages that are logged" }
  }
}
