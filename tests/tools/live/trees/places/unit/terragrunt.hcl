inputs = { at = "unit" }
