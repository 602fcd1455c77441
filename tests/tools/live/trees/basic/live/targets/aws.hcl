locals {
  backend  = {}
  provider = {}
}
