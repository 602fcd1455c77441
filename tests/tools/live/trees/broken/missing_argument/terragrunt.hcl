dependency "x" {
  mock_outputs = {}
}
