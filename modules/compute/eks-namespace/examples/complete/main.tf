# A namespace with people of two kinds, a group, and service accounts with and without rights in AWS.
module "namespace" {
  source = "../.."

  name         = "shop"
  cluster_name = "acme-staging"
  account_id   = "123456789012"
  region       = "us-east-1"
  pod_security = "baseline"

  labels            = { team = "shop" }
  annotations       = { "acme.example/contact" = "shop@acme.example" }
  network_isolation = true

  quota = {
    "requests.cpu"           = "16"
    "requests.memory"        = "32Gi"
    "limits.memory"          = "48Gi"
    "pods"                   = "100"
    "services.loadbalancers" = "0"
  }
  container_defaults = {
    requests = { cpu = "250m", memory = "256Mi" }
    limits   = { memory = "512Mi" }
  }

  access_entries = {
    team     = { principal_arn = "arn:aws:iam::123456789012:role/acme-shop-developer" }
    pipeline = { principal_arn = "arn:aws:iam::123456789012:role/acme-shop-deploy", policy = "AmazonEKSAdminPolicy" }
  }
  role_bindings = {
    auditors = { group = "acme:auditors" }
  }

  service_accounts = {
    web = {}
    catalogue = {
      policy_statements = {
        ReadImports = {
          actions   = ["s3:GetObject"]
          resources = ["arn:aws:s3:::acme-staging-imports/*"]
        }
        DecryptImports = {
          actions    = ["kms:Decrypt"]
          resources  = ["arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"]
          conditions = { StringEquals = { "kms:ViaService" = ["s3.us-east-1.amazonaws.com"] } }
        }
      }
    }
    operator = { automount_token = true }
  }

  tags = { Service = "shop" }
}
