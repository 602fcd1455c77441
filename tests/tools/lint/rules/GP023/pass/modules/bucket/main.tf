resource "aws_rds_cluster" "this" {
  master_password_wo         = ephemeral.aws_secretsmanager_random_password.this.random_password
  master_password_wo_version = 1
}

resource "aws_ssm_parameter" "token" {
  type             = "SecureString"
  value_wo         = var.api_token
  value_wo_version = 1
}
