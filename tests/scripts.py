"""Programs that stand in for others."""

from __future__ import annotations

import sys

SHEBANG = f"""#!/bin/sh
'''exec' "{sys.executable}" "$0" "$@"
'''
"""
"""The first lines of a Python program that the shell starts. A plain `#!` takes no path with a space in it: the shell
reads the second line as a command, and Python reads it and the third as a text."""
