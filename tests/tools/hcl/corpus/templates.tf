locals {
  x = "X"
  t = true
  l = ["a", "b"]
}

output "trimmed_lines" {
  value = <<EOT
one
   ${~ local.x ~}   

   two
EOT
}

output "flush_with_directives" {
  value = <<-EOT
    %{ if local.t ~}

      yes
    %{ else }
      no
    %{ endif ~}
    end
     
      x
  EOT
}

output "loop_of_lines" {
  value = <<EOT
%{ for v in local.l ~}
server ${v}
%{ endfor ~}
EOT
}

output "dollars" {
  value = "$$${local.x} $$$${x} $$ $ %%{if q %% $${a} $$"
}

output "trimmed_string" {
  value = "a   ${~ local.x ~}  $ b"
}

output "tabs" {
  value = <<-EOF
	  tab
	    x
  EOF
}

output "indented_less" {
  value = <<-EOT
    a
  ${local.x}
      b
EOT
}

output "indented_more" {
  value = <<-EOT
    a
      ${local.x}
      b
EOT
}

output "raw" {
  value = <<EOT
\n $${x} \u0041 "q" # no comment // none either
  /* nor this */
EOT
}

output "empty" {
  value = <<EOT
EOT
}

output "blank_lines" {
  value = <<-EOT
    a${local.x}
  
     b

    EOT
}

output "strips_around_directives" {
  value = "%{ if local.t ~}  z  %{~ endif ~}  y"
}

output "nested" {
  value = <<-OUTER
    %{ for v in local.l ~}
    - ${v}: ${<<-INNER
      deep ${v}
    INNER
    }
    %{ endfor ~}
    end
  OUTER
}

output "commented" { # c
  value = [
    1, # one
    2, // two
    /* three */ 3
    # end
  ]
}

output "multi_line" {
  value = (
    local.t
    ? {
      a = 1 # one
      b = 2, c = 3

      "d" : 4,
    }
    : null
  )
}

output "line_ends_in_brackets" {
  value = [for v in
    local.l
    : upper(
      v
    )
  if v
  != "b"]
}

output "unicode" {
  value = "ünï – 😀 ${upper("é")}"
}

output "exponents" {
  value = [1e3, 2.5e-2, 1E2]
}
