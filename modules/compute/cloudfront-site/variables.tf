variable "account_id" {
  description = "AWS account of the site. Used in ARNs and in the bucket's name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "certificate_arn" {
  description = "ACM certificate for all of `domain_names`, in us-east-1: CloudFront takes no other."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of a certificate in us-east-1 (arn:aws:acm:us-east-1:<account>:certificate/<id>): CloudFront takes no other."
  }
}

variable "domain_names" {
  description = "Names that the site answers to, for example `[\"www.example.com\"]`. Point alias records (A and AAAA) of these names at it."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.domain_names) > 0
    error_message = "domain_names must not be empty: without a name of its own a site has CloudFront's, and TLS as old as 2006."
  }
  validation {
    condition     = alltrue([for name in var.domain_names : can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", name))])
    error_message = "domain_names must be host names in lower case, for example www.example.com."
  }
}

variable "files" {
  description = <<-EOT
    The site, keyed by path without a leading slash (`index.html`, `js/app.js`): the file at `source`, and the hexadecimal `sha256` that tells when it changed.
    `content_type` follows from the name's ending; `cache_control` is `no-cache`, which means: ask whether there is a newer one.
  EOT
  type = map(object({
    source        = string
    sha256        = string
    content_type  = optional(string)
    cache_control = optional(string, "no-cache")
  }))
  nullable = false

  validation {
    condition     = contains(keys(var.files), var.default_root_object)
    error_message = "files must hold ${var.default_root_object}: it is what / answers with (default_root_object)."
  }
  validation {
    condition     = alltrue([for path in keys(var.files) : can(regex("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$", path))])
    error_message = "files: a key is a path without a leading slash, of letters, digits, \"_\", \".\" and \"-\": js/app.js."
  }
  validation {
    condition     = alltrue([for file in values(var.files) : can(regex("^[0-9a-f]{64}$", file.sha256))])
    error_message = "files: sha256 must be the hexadecimal SHA-256 of the file (filesha256)."
  }
  validation {
    condition     = alltrue([for path, file in var.files : file.content_type != null || contains(keys(local.content_types), lower(regex("[^.]*$", path)))])
    error_message = "files: the content type does not follow from the name; give content_type. Known endings are: ${join(", ", keys(local.content_types))}."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the files and the access log, in us-east-1. Its policy must let `cloudfront.amazonaws.com` and `logs.us-east-1.amazonaws.com` use it, and whoever applies through `s3`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:us-east-1:", var.kms_key_arn))
    error_message = "kms_key_arn must be a key of us-east-1, where everything that belongs to CloudFront is."
  }
}

variable "name" {
  description = "Name of the site, in full, for example `sarc-ng-web`. The bucket is `<name>-<account_id>-<region>`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,37}$", var.name))
    error_message = "name must start with a letter and have 2 to 38 lower-case letters, digits and hyphens (the bucket's name adds account and region)."
  }
}

variable "region" {
  description = "AWS region of the bucket and of the access log: `us-east-1`, where everything that belongs to CloudFront is."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1."
  }
  validation {
    condition     = var.region == "us-east-1"
    error_message = "region must be us-east-1: CloudFront is everywhere, and its certificate and its logs are there."
  }
}

variable "api" {
  description = <<-EOT
    An API under the same names, so that pages need no CORS: requests whose path matches one of `path_patterns` (`/orders`, `/orders/*`) go to `domain_name`
    over TLS, with cookies, query and headers, and are not cached. null means none.
  EOT
  type = object({
    domain_name   = string
    path_patterns = list(string)
  })
  default = null

  validation {
    condition     = var.api == null ? true : can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.api.domain_name))
    error_message = "api.domain_name must be a host name that a certificate is for, for example api.example.com, without https:// and path."
  }
  validation {
    condition     = var.api == null ? true : length(var.api.path_patterns) > 0 && alltrue([for pattern in var.api.path_patterns : can(regex("^/[A-Za-z0-9_.*?/-]+$", pattern))])
    error_message = "api.path_patterns must name at least one path, each beginning with \"/\": /orders, /orders/*."
  }
}

variable "content_security_policy" {
  description = "What a page may load, run and talk to. By default its own scripts, styles, images, fonts and API, nothing inline and nobody else's."
  type        = string
  default     = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
  nullable    = false

  validation {
    condition     = can(regex("default-src ", var.content_security_policy))
    error_message = "content_security_policy must say default-src: what it does not name is allowed otherwise."
  }
  validation {
    condition     = !can(regex("unsafe-inline|unsafe-eval", var.content_security_policy))
    error_message = "content_security_policy must not hold unsafe-inline or unsafe-eval: they allow what the policy is there to stop. Put scripts and styles into files."
  }
}

variable "default_root_object" {
  description = "The file that / answers with."
  type        = string
  default     = "index.html"
  nullable    = false
}

variable "force_destroy" {
  description = "Whether a destroy takes the files along, with all their versions."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that the access log is kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "not_found_page" {
  description = "The file that is answered, with status 404, for paths that do not exist. null leaves S3's own 403 (XML)."
  type        = string
  default     = null

  validation {
    condition     = var.not_found_page == null ? true : contains(keys(var.files), var.not_found_page)
    error_message = "not_found_page must be one of files."
  }
}

variable "price_class" {
  description = "Where CloudFront serves from: `PriceClass_100` (North America and Europe), `PriceClass_200`, `PriceClass_All`."
  type        = string
  default     = "PriceClass_100"
  nullable    = false

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "tags" {
  description = "Tags in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "web_acl_arn" {
  description = "WAFv2 web ACL of scope CLOUDFRONT in front of the site. null means none."
  type        = string
  default     = null

  validation {
    condition     = var.web_acl_arn == null ? true : can(regex("^arn:aws[a-z-]*:wafv2:us-east-1:[0-9]{12}:global/webacl/", var.web_acl_arn))
    error_message = "web_acl_arn must be the ARN of a web ACL of scope CLOUDFRONT (arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>)."
  }
}
