resource "aws_rds_cluster" "this" {
  master_password = var.master_password
}

resource "aws_ssm_parameter" "token" {
  type  = "SecureString"
  value = var.api_token
}
