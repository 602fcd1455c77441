remote_state = {
  backend = "gcs"
  config = {
    bucket = "b"
    n      = 7
  }
  generate = { path = "b.tf", if_exists = "skip" }
}

generate = {
  provider = {
    path      = "p.tf"
    if_exists = "overwrite"
    contents  = "p"
  }
  other = {
    path              = "o.tf"
    if_exists         = "skip"
    contents          = "o"
    disable_signature = true
    disable           = "true"
  }
}
