resource "aws_db_instance" "this" {
  deletion_protection = var.deletion_protection
  instance_class      = var.instance_class
}
