locals {
  routed = { for key, record in var.records : key => record.weight != null || record.failover != null || record.geolocation != null }
  ports  = { HTTPS = 443, HTTP = 80 }

  one_name = length(distinct([for record in var.records : record.name])) == 1
}
