locals {
  name  = "shop"
  owner = "platform-team"
}
