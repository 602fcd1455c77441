dependency "a" {
  config_path = "../a"
}

inputs = {
  before = 1
  id     = dependency.a.outputs.id
}
