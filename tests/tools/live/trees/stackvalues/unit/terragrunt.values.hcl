name = "from values"
size = 3
tags = { a = "b" }
