locals {
  commands = ["init", "validate", "plan"]

  key = {
    arns = {
      data = "arn:aws:kms:eu-west-1:111111111111:key/mock-data"
      logs = "arn:aws:kms:eu-west-1:111111111111:key/mock-logs"
    }
  }
  network = {
    vpc_id             = "vpc-mock"
    subnet_ids         = { a = "subnet-mock-a", b = "subnet-mock-b" }
    security_group_ids = { web = "sg-mock-web", database = "sg-mock-database" }
  }
  storage = {
    bucket_arn  = "arn:aws:s3:::mock"
    bucket_name = "mock"
    table_arns  = { orders = "arn:aws:dynamodb:eu-west-1:111111111111:table/mock" }
  }
  database = {
    address    = "mock.eu-west-1.rds.amazonaws.com"
    identifier = "mock"
  }
  service = {
    function_name  = "mock"
    log_group_name = "/aws/lambda/mock"
  }
}
