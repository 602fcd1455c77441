locals {
  # example.com and *.example.com are validated by one and the same record, so records are keyed by the name without "*.".
  # The keys come from the inputs: what ACM answers is not known before the certificate exists.
  validated_names = toset([for name in concat([var.domain_name], tolist(var.subject_alternative_names)) : trimprefix(name, "*.")])

  validation_options = {
    for option in aws_acm_certificate.this.domain_validation_options : trimprefix(option.domain_name, "*.") => option...
  }
}
