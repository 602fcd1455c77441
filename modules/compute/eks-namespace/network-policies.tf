# Nothing in and nothing out, but for what follows; a workload brings the policies for its own neighbours.
resource "kubernetes_network_policy_v1" "deny" {
  count = var.network_isolation ? 1 : 0

  metadata {
    name      = "deny-by-default"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {}
  }
}

resource "kubernetes_network_policy_v1" "within" {
  count = var.network_isolation ? 1 : 0

  metadata {
    name      = "within-the-namespace"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {}

    ingress {
      from {
        pod_selector {}
      }
    }
    egress {
      to {
        pod_selector {}
      }
    }
  }
}

# Names, and the credentials of pod identities, which the node's agent hands out.
resource "kubernetes_network_policy_v1" "platform" {
  count = var.network_isolation ? 1 : 0

  metadata {
    name      = "names-and-identities"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    policy_types = ["Egress"]

    pod_selector {}

    egress {
      to {
        namespace_selector {
          match_labels = { "kubernetes.io/metadata.name" = "kube-system" }
        }
        pod_selector {
          match_labels = { "k8s-app" = "kube-dns" }
        }
      }

      dynamic "ports" {
        for_each = toset(["TCP", "UDP"])

        content {
          port     = "53"
          protocol = ports.key
        }
      }
    }
    egress {
      to {
        ip_block {
          cidr = "169.254.170.23/32"
        }
      }
      ports {
        port     = "80"
        protocol = "TCP"
      }
    }
  }
}
