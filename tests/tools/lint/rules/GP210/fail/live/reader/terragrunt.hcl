terraform {
  source = "../../modules/reader"
}

dependency "logs" {
  config_path = "../logs"
  mock_outputs = {
    bucket_arn = "arn:aws:s3:::mock"
    key_arns   = { data = "arn:aws:kms:mock" }
  }
  mock_outputs_allowed_terraform_commands = ["plan", "apply"]
}

inputs = {
  bucket_arn = dependency.logs.outputs.bucket_arn
  key_arn    = dependency.logs.outputs.key_arns.data
}
