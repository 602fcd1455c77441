inputs = { at = "two/a" }
