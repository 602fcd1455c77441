module "bucket" {
  source = "../.."

  name = "acme-logs"
}

provider "aws" {
  region = "us-east-1"
}
