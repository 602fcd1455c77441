feature "shared" {
  default = "parent"
}

feature "both" {
  default = "parent"
}

exclude {
  if      = true
  actions = ["all"]
}

errors {
  retry "net" {
    retryable_errors   = ["parent"]
    max_attempts       = 2
    sleep_interval_sec = 1
  }
}

engine {
  source = "parent-engine"
  meta   = { parent = true }
}

dependencies {
  paths = ["../all"]
}

iam_role = "arn:aws:iam::123456789012:role/parent"
