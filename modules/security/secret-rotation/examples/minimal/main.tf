module "rotation" {
  source      = "../.."
  name        = "acme-rotation"
  account_id  = "123456789012"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  package     = { path = "secret-rotation.zip", sha256 = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=" } # pragma: allowlist secret

  network = {
    subnet_ids        = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    security_group_id = "sg-0123456789abcdef0"
  }
  secrets = {
    master = {
      arn         = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-master-a1b2c3"
      kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"
    }
  }
}
