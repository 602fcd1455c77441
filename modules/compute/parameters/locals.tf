locals {
  # What a standard parameter holds; a longer value makes it an advanced one.
  standard_length = 4096
}
