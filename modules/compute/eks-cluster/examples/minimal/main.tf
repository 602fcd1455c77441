# A private cluster with one node group over two zones.
module "cluster" {
  source = "../.."

  name               = "acme-dev"
  account_id         = "123456789012"
  region             = "us-east-1"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  kubernetes_version = "1.34"

  network = {
    vpc_id     = "vpc-0123456789abcdef0"
    subnet_ids = { us-east-1a = "subnet-0aaaaaaaaaaaaaaaa", us-east-1b = "subnet-0bbbbbbbbbbbbbbbb" }
  }

  access_entries = {
    administrators = {
      principal_arn = "arn:aws:iam::123456789012:role/acme-administrator"
      policies      = { AmazonEKSClusterAdminPolicy = {} }
    }
  }

  node_groups = {
    general = { instance_types = ["m7i.large"], min_size = 2, max_size = 4 }
  }
}
