region = "us-east-1"
zones  = ["a", "b"]
count_ = 3
map    = { a = { b = true } }
