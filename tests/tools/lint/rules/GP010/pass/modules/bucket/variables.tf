variable "name" {
  description = "Full name of the bucket, for example `acme-logs`."
  type        = string
}
