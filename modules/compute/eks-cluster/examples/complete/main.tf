# A cluster for several teams: nodes of two kinds, pinned add-ons, a public endpoint for the office, entries by namespace.
module "cluster" {
  source = "../.."

  name               = "acme-staging"
  account_id         = "123456789012"
  region             = "us-east-1"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  kubernetes_version = "1.33"
  support_type       = "EXTENDED"
  service_ipv4_cidr  = "10.96.0.0/16"
  log_retention_days = 365

  network = {
    vpc_id = "vpc-0123456789abcdef0"
    subnet_ids = {
      us-east-1a = "subnet-0aaaaaaaaaaaaaaaa"
      us-east-1b = "subnet-0bbbbbbbbbbbbbbbb"
      us-east-1c = "subnet-0cccccccccccccccc"
    }
  }

  endpoint = {
    public_access_cidrs = ["192.0.2.0/24"]
    private_sources = {
      vpn     = { cidr_ipv4 = "10.8.0.0/16", reason = "Administrators on the VPN" }
      runners = { security_group_id = "sg-0123456789abcdef0" }
    }
  }

  access_entries = {
    administrators = {
      principal_arn = "arn:aws:iam::123456789012:role/acme-administrator"
      policies      = { AmazonEKSClusterAdminPolicy = {} }
    }
    shop = {
      principal_arn = "arn:aws:iam::123456789012:role/acme-shop"
      policies = {
        AmazonEKSEditPolicy = { namespaces = ["shop", "shop-jobs"] }
        AmazonEKSViewPolicy = {}
      }
    }
    auditors = {
      principal_arn     = "arn:aws:iam::123456789012:role/acme-auditor"
      kubernetes_groups = ["acme:auditors"]
    }
  }

  node_groups = {
    general = {
      instance_types = ["m7i.xlarge"]
      min_size       = 3
      max_size       = 9
      disk_gib       = 100
    }
    batch = {
      instance_types = ["m7g.2xlarge", "m6g.2xlarge"]
      ami_type       = "BOTTLEROCKET_ARM_64"
      capacity_type  = "SPOT"
      min_size       = 0
      max_size       = 20
      desired_size   = 1
      zones          = ["us-east-1a"]
      labels         = { workload = "batch" }
      taints         = { batch = { value = "true" } }
    }
  }

  addons = {
    coredns                = { version = "v1.12.4-eksbuild.1", configuration = jsonencode({ replicaCount = 3 }) }
    eks-pod-identity-agent = { version = "v1.3.9-eksbuild.3", before_nodes = true }
    kube-proxy             = { version = "v1.33.3-eksbuild.10", before_nodes = true }
    vpc-cni = {
      version       = "v1.20.4-eksbuild.1"
      before_nodes  = true
      configuration = jsonencode({ enableNetworkPolicy = "true" })
      pod_identity  = { service_account = "aws-node", policies = ["AmazonEKS_CNI_Policy"] }
    }
    aws-ebs-csi-driver = {
      version = "v1.50.1-eksbuild.1"
      pod_identity = {
        service_account = "ebs-csi-controller-sa"
        policies        = ["service-role/AmazonEBSCSIDriverPolicy"]
        uses_key        = true
      }
    }
  }

  pod_identities = {
    importer = {
      namespace       = "shop"
      service_account = "importer"
      role_arn        = "arn:aws:iam::123456789012:role/acme-importer"
    }
  }

  tags = { Service = "platform" }
}
