# The region that stands by.
locals {
  region = "us-west-2"
}
