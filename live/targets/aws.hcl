# The real AWS: nothing to add, credentials are the caller's.
locals {
  backend  = {}
  provider = {}
}
