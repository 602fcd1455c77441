include "parent" {
  path           = "../common/parent.hcl"
  merge_strategy = "deep"
}

errors {
  retry "net" {
    retryable_errors   = ["child"]
    max_attempts       = 5
    sleep_interval_sec = 0
  }
}

engine {
  source  = "child-engine"
  version = "v1"
}

dependencies {
  paths = ["../attributes", "../all"]
}
