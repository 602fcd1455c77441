"""The consoles that results and words go to: tables keep their width where no terminal limits it."""

from __future__ import annotations

import sys

from rich.console import Console

_WIDE = 200


def output() -> Console:
    """For results, on stdout."""
    return Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _WIDE)


def words() -> Console:
    """For what people are told meanwhile, on stderr."""
    return Console(stderr=True, highlight=False, emoji=False, width=None if sys.stderr.isatty() else _WIDE)
