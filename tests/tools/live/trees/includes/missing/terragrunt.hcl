include "root" {
  path = "../nowhere.hcl"
}
