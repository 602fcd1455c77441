resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_68:a web ACL is an input; static files have nothing to inject into, and an API behind them has its own protection
  #checkov:skip=CKV2_AWS_47:as CKV_AWS_68: what the web ACL does about Log4j is the web ACL's
  #checkov:skip=CKV_AWS_86:access logs go to CloudWatch Logs by log delivery, which this check does not know
  #checkov:skip=CKV_AWS_310:one origin serves the files; a second bucket would be down together with CloudFront's control of it
  #checkov:skip=CKV_AWS_374:who may see a public page is not decided by country
  comment             = var.name
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = var.price_class
  aliases             = var.domain_names
  default_root_object = var.default_root_object
  web_acl_id          = var.web_acl_arn
  tags                = var.tags

  origin {
    origin_id                = "files"
    domain_name              = aws_s3_bucket.this.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  dynamic "origin" {
    for_each = var.api[*]

    content {
      origin_id   = "api"
      domain_name = origin.value.domain_name

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = "files"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  dynamic "ordered_cache_behavior" {
    for_each = var.api == null ? [] : var.api.path_patterns

    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "api"
      viewer_protocol_policy     = "https-only"
      allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
      cached_methods             = ["GET", "HEAD"]
      compress                   = true
      cache_policy_id            = local.caching_disabled
      origin_request_policy_id   = local.all_viewer_but_host
      response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
    }
  }

  dynamic "custom_error_response" {
    for_each = local.missing_file_statuses

    content {
      error_code            = custom_error_response.value
      response_code         = 404
      response_page_path    = "/${var.not_found_page}"
      error_caching_min_ttl = 10
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

# CloudFront signs its requests to the bucket; nobody else is let in.
resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  description                       = "What ${var.name} reads its files with"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259:HSTS is on, for two years and with subdomains; preloading binds the whole registered domain in every browser, which is its owner's to decide
  name    = var.name
  comment = "What browsers are told to mind on ${var.name}"

  security_headers_config {
    content_security_policy {
      content_security_policy = var.content_security_policy
      override                = true
    }
    content_type_options {
      override = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    referrer_policy {
      referrer_policy = "same-origin"
      override        = true
    }
    strict_transport_security {
      access_control_max_age_sec = local.hsts_seconds
      include_subdomains         = true
      override                   = true
    }
  }

  custom_headers_config {
    dynamic "items" {
      for_each = local.further_headers

      content {
        header   = items.key
        value    = items.value
        override = true
      }
    }
  }
}
