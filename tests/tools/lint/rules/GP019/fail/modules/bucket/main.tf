resource "aws_db_instance" "this" {
  deletion_protection = var.environment == "prod"
  instance_class      = contains(["dev", "test"], var.environment) ? "db.t4g.micro" : "db.m7g.large"
}
