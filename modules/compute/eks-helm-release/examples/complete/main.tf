# A release whose pods write names into a zone, with values in two layers.
module "release" {
  source = "../.."

  name            = "external-dns"
  namespace       = "dns"
  cluster_name    = "acme-staging"
  account_id      = "123456789012"
  region          = "us-east-1"
  chart           = { name = "./${path.module}/chart" }
  max_history     = 5
  timeout_seconds = 300

  values = [
    yamlencode({ greeting = "hello", serviceAccount = { create = true, name = "external-dns" } }),
    yamlencode({ greeting = "good morning", domainFilters = ["staging.acme.example"] }),
  ]

  service_account = {
    name = "external-dns"
    policy_statements = {
      ChangeRecords = {
        actions   = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
        resources = ["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"]
        conditions = {
          "ForAllValues:StringEquals" = { "route53:ChangeResourceRecordSetsRecordTypes" = ["A", "AAAA", "CNAME", "TXT"] }
        }
      }
      FindZones = {
        actions   = ["route53:ListHostedZones"]
        resources = ["*"]
      }
    }
  }

  tags = { Service = "platform" }
}
