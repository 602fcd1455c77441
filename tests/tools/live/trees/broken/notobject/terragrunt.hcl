inputs = "text"
