inputs = {
  fine = true
}
