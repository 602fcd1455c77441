"""A platform shown at work: a real source, the emulator, the platform's own functions, and a comparison at the end."""
