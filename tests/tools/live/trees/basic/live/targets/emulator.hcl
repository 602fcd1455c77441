locals {
  endpoint = get_env("AWS_ENDPOINT_URL", "http://localhost:4566")
  backend  = {}
  provider = { access_key = "test", endpoint = local.endpoint, max_retries = 2 }
}
