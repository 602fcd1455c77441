# tflint with the rules for the Terraform language that are built into it: nothing is downloaded.
config {
  call_module_type = "none"
}

plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Variables may stand in a file per topic (variables-scaling.tf); `./inv lint modules` checks the files of a module.
rule "terraform_standard_module_structure" {
  enabled = false
}
