include "second" {
  path = "../common/second.hcl"
}
