# Copies of the states, and nothing else.
locals {
  region      = "us-west-2"
  copies_only = true
}
