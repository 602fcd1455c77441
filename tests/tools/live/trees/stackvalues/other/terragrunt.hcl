inputs = {
  name = try(values.name, "no values here")
}
