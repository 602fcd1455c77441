locals {
  who = "world"
}

inputs = {
  escaped  = "tab\there \"quoted\" back\\slash $${not} %%{not}"
  unicode  = "żółć \u00e9 日本"
  html     = "<a href=\"x\">&</a>"
  heredoc  = <<EOT
Hello ${local.who}
  indented
EOT
  stripped = <<-EOT
    Hello ${local.who}
      indented
  EOT
  multi    = join("\n", ["a", "b"])
  empty    = ""
  number   = "007"
  trimmed  = "  ${~ local.who ~}  "
  json     = jsonencode({ b = [1, 2.5, null], a = "<>&" })
  yaml     = yamlencode({ b = [1, 2], a = { c = "x: y" } })
}
