locals {
  network = {
    vpc_cidr = "10.0.0.0/16"
    zones    = ["us-east-1a", "us-east-1b"]
    nat      = "single"
  }
}
