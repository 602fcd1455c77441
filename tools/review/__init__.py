"""What a change does to an estate: planned on the assumed state of its base, told to people and machines."""
