resource "aws_s3_bucket_policy" "this" {
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": []
    }
  EOT
}
