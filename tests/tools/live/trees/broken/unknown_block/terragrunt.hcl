dependancy "vpc" {
  config_path = "../fine"
}
