# A pilot light: everything that prod needs is here, at the size that keeps the data and answers nobody. To fail over, see
# docs/runbooks; what then changes is in this file: `api` as in the primary region, and a NAT gateway in each zone.
locals {
  prod = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals

  protected          = local.prod.protected
  log_retention_days = local.prod.log_retention_days

  zones = ["a", "b", "c"]
  network = {
    vpc_cidr              = "10.2.0.0/16"
    public_subnet_cidrs   = ["10.2.1.0/24", "10.2.2.0/24", "10.2.3.0/24"]
    private_subnet_cidrs  = ["10.2.10.0/24", "10.2.11.0/24", "10.2.12.0/24"]
    database_subnet_cidrs = ["10.2.20.0/24", "10.2.21.0/24", "10.2.22.0/24"]
    single_nat_gateway    = true
  }

  domain_name = local.prod.domain_name

  # The secondary of the global cluster: one reader, which becomes the writer.
  database = merge(local.prod.database, {
    instances = { 1 = { instance_class = "db.r5.large", promotion_tier = 1 } }
  })

  api_version = local.prod.api_version
  api         = merge(local.prod.api, { desired_count = 0, auto_scaling_enabled = false })
  settings    = local.prod.settings
  function    = local.prod.function

  # Budget and costs are the account's, and dashboards have one space of names in all regions.
  observability = merge(local.prod.observability, {
    dashboard_name     = "sarc-ng-prod-us-west-2"
    monthly_budget_usd = null
    cost_anomaly       = null
  })

  baseline = local.prod.baseline

  # Copies only.
  backup = { plans = {}, restore_test = null }
}
