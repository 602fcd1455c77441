inputs = { at = "unit/nested" }
