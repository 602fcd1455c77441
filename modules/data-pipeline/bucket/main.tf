resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:access logs go to `access_logs` where the caller has a bucket for them
  #checkov:skip=CKV_AWS_21:versioned unless the caller says that what is in it can be made again
  #checkov:skip=CKV_AWS_144:copied to another region where `replication` says so
  #checkov:skip=CKV_AWS_145:under the caller's key, but for a bucket of access logs, which S3 writes under its own keys only
  #checkov:skip=CKV2_AWS_62:events are sent where `event_notifications` says so
  bucket        = var.name
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = !var.receives_access_logs

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.receives_access_logs ? "AES256" : "aws:kms"
      kms_master_key_id = var.receives_access_logs ? null : var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  count = var.versioning_enabled ? 1 : 0 # without it, what was versioned once is suspended

  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "this" {
  #checkov:skip=GP_AWS_4:it names the key too, which is known after apply; that TLS is asked for stands in policy.tf and tested on the examples

  bucket = aws_s3_bucket.this.id
  policy = local.policy

  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_logging" "this" {
  count = var.access_logs != null ? 1 : 0

  bucket        = aws_s3_bucket.this.id
  target_bucket = var.access_logs.bucket_name
  target_prefix = coalesce(var.access_logs.prefix, "${var.name}/")

  # By the hour of the event, so that a query for a day reads that day.
  target_object_key_format {
    partitioned_prefix {
      partition_date_source = "EventTime"
    }
  }
}

# Which events are of interest is said by the rules that wait for them, not here: several may, and none overwrites another's.
resource "aws_s3_bucket_notification" "this" {
  count = var.event_notifications ? 1 : 0

  bucket      = aws_s3_bucket.this.id
  eventbridge = true
}

resource "aws_s3_bucket_inventory" "this" {
  count = var.inventory != null ? 1 : 0

  bucket                   = aws_s3_bucket.this.id
  name                     = "everything"
  included_object_versions = "All"
  optional_fields          = ["EncryptionStatus", "LastModifiedDate", "ReplicationStatus", "Size", "StorageClass"]

  schedule {
    frequency = var.inventory.frequency
  }

  destination {
    bucket {
      account_id = var.account_id
      bucket_arn = var.inventory.bucket_arn
      format     = "Parquet"
      prefix     = var.inventory.prefix

      encryption {
        sse_kms {
          key_id = var.inventory.kms_key_arn
        }
      }
    }
  }
}
