variable "routes" {
  description = <<-EOT
    What the API answers, keyed by route (`GET /items/{id}`, `ANY /{proxy+}`, `$default`). `authorization` is `AWS_IAM`, `JWT` (with `authorizer`, a key of
    `jwt_authorizers`, and `scopes`) or `NONE`; what is open to everyone says why in `reason`.
  EOT
  type = map(object({
    authorization = string
    authorizer    = optional(string)
    scopes        = optional(list(string), [])
    reason        = optional(string, "")
  }))
  nullable = false

  validation {
    condition     = length(var.routes) > 0
    error_message = "routes must not be empty: an API without a route answers 404 to everything."
  }
  validation {
    condition     = alltrue([for route in keys(var.routes) : route == "$default" || can(regex("^(ANY|GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) /\\S*$", route))])
    error_message = "routes: a key is \"$default\" or \"METHOD /path\", for example \"GET /items/{id}\"."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : contains(["AWS_IAM", "JWT", "NONE"], route.authorization)])
    error_message = "routes: authorization must be \"AWS_IAM\", \"JWT\" or \"NONE\"."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : route.authorization != "NONE" || length(trimspace(route.reason)) >= 10])
    error_message = "routes: authorization = \"NONE\" opens a route to everyone; say in reason why that is right."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : (route.authorization == "JWT") == (route.authorizer != null)])
    error_message = "routes: authorizer belongs to authorization = \"JWT\": give both or neither."
  }
  validation {
    condition     = alltrue([for route in values(var.routes) : route.authorizer == null ? true : contains(keys(var.jwt_authorizers), route.authorizer)])
    error_message = "routes: authorizer must be a key of jwt_authorizers."
  }
}

variable "cors" {
  description = "Which web pages may call the API from a browser; null means none. Origins are written out: `https://app.example.com`."
  type = object({
    allow_origins     = list(string)
    allow_methods     = optional(list(string), ["GET"])
    allow_headers     = optional(list(string), ["authorization", "content-type"])
    expose_headers    = optional(list(string), [])
    allow_credentials = optional(bool, false)
    max_age_seconds   = optional(number, 3600)
  })
  default = null

  validation {
    condition     = var.cors == null ? true : length(var.cors.allow_origins) > 0 && alltrue([for origin in var.cors.allow_origins : can(regex("^(https://[^/*]+|http://localhost(:[0-9]+)?)$", origin))])
    error_message = "cors.allow_origins must name origins (https://app.example.com, or http://localhost:3000 for work on the front end); \"*\" would let every page call the API."
  }
  validation {
    condition     = var.cors == null ? true : alltrue([for method in var.cors.allow_methods : contains(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"], method)])
    error_message = "cors.allow_methods must be HTTP methods in capitals: GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE."
  }
  validation {
    condition     = var.cors == null ? true : var.cors.max_age_seconds >= 0 && var.cors.max_age_seconds <= 86400
    error_message = "cors.max_age_seconds is 0 to 86400."
  }
}

variable "jwt_authorizers" {
  description = "Who signs the tokens of `JWT` routes, keyed by a name of the caller's: the `issuer` and the accepted `audience`."
  type = map(object({
    issuer   = string
    audience = list(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for authorizer in values(var.jwt_authorizers) : startswith(authorizer.issuer, "https://")])
    error_message = "jwt_authorizers: issuer must be an https:// URL, as in the tokens' iss claim."
  }
  validation {
    condition     = alltrue([for authorizer in values(var.jwt_authorizers) : length(authorizer.audience) > 0])
    error_message = "jwt_authorizers: audience must name at least one client, else any token of the issuer would do."
  }
}

variable "throttling" {
  description = "Requests that the API lets through: `rate_limit` a second in the long run, `burst_limit` at once. More get 429."
  type = object({
    rate_limit  = optional(number, 50)
    burst_limit = optional(number, 100)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.throttling.rate_limit > 0 && var.throttling.burst_limit >= 1
    error_message = "throttling: rate_limit must be above 0 and burst_limit at least 1; 0 would refuse every request."
  }
}
