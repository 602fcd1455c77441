inputs = { at = ".hidden" }
