locals {
  bucket_name    = "${var.name}-${var.account_id}-${var.region}"
  bucket_arn     = "arn:aws:s3:::${local.bucket_name}"
  log_group_name = "/aws/vendedlogs/cloudfront/${var.name}" # the prefix that log delivery may write to

  # Policies that AWS manages; their ids are the same everywhere.
  caching_optimized     = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  caching_disabled      = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer_but_host   = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
  cloudfront_zone_id    = "Z2FDTNDATAQYW2" # of all distributions
  hsts_seconds          = 63072000
  permissions_policy    = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"
  further_headers       = { "Permissions-Policy" = local.permissions_policy, "Cross-Origin-Opener-Policy" = "same-origin", "Cross-Origin-Resource-Policy" = "same-origin" }
  missing_file_statuses = var.not_found_page == null ? [] : [403] # S3's answer to who may not list

  content_types = {
    avif        = "image/avif"
    css         = "text/css; charset=utf-8"
    gif         = "image/gif"
    html        = "text/html; charset=utf-8"
    ico         = "image/x-icon"
    jpg         = "image/jpeg"
    js          = "text/javascript; charset=utf-8"
    json        = "application/json"
    map         = "application/json"
    mjs         = "text/javascript; charset=utf-8"
    pdf         = "application/pdf"
    png         = "image/png"
    svg         = "image/svg+xml"
    txt         = "text/plain; charset=utf-8"
    wasm        = "application/wasm"
    webmanifest = "application/manifest+json"
    webp        = "image/webp"
    woff2       = "font/woff2"
    xml         = "application/xml"
  }
}
