# The primary region.
locals {
  region = "us-east-1"
}
