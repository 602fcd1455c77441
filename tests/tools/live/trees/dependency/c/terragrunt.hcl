dependency "a" {
  config_path = "../a"
  mock_outputs = {
    id   = "a-1"
    list = ["x", "y"]
    num  = 3
    nest = { deep = { er = true } }
  }
}

dependency "b" {
  config_path  = "${get_terragrunt_dir()}/../b"
  skip_outputs = true
  mock_outputs = { id = "b-mock" }
}

inputs = {
  id    = dependency.a.outputs.id
  all   = dependency.a.outputs
  er    = dependency.a.outputs.nest.deep.er
  maybe = try(dependency.a.outputs.nothing, "fallback")
  b     = dependency.b.outputs.id
}
