"""Benchmarks: what is measured, how, and the command that does it again."""
