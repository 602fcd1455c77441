module "service" {
  source          = "../.."
  name            = "acme-broker"
  account_id      = "123456789012"
  region          = "us-east-1"
  cluster         = { arn = "arn:aws:ecs:us-east-1:123456789012:cluster/acme-dev", name = "acme-dev" }
  container_image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/acme-broker:1.0.0"
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  listeners       = { mqtt = { port = 1883, protocol = "TCP", sources = { vpc = { cidr_ipv4 = "10.0.0.0/16" } } } }
  network = {
    vpc_id          = "vpc-0123456789abcdef0", task_security_group_id = "sg-0123456789abcdef1"
    nlb_subnet_ids  = { us-east-1a = "subnet-0123456789abcdef0", us-east-1b = "subnet-0123456789abcdef1" }
    task_subnet_ids = { us-east-1a = "subnet-0123456789abcdef2", us-east-1b = "subnet-0123456789abcdef3" }
  }
}
