module "parameters" {
  source = "../.."

  path = "/acme/prod"
  parameters = {
    "orders/log-level" = {
      value           = "WARNING"
      description     = "The least severe messages that are logged"
      allowed_pattern = "^(DEBUG|INFO|WARNING|ERROR)$"
    }
    "orders/page-size" = {
      value           = "50"
      description     = "How many orders a page has"
      allowed_pattern = "^[1-9][0-9]{0,2}$"
    }
    "orders/terms" = {
      value       = join(" ", [for line in range(200) : format("%03d: goods stay ours until paid.", line)]) # an advanced one, by its length
      description = "What stands below each order"
    }
  }
  tags = { Service = "orders" }
}
