locals {
  stage = "$default" # the one stage that `lambda-http-api` has
}
