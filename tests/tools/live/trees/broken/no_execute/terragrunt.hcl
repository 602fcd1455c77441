terraform {
  before_hook "x" {
    commands = ["plan"]
    execute  = []
  }
}
