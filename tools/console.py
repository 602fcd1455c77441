"""The consoles that results and words go to: tables keep their width where no terminal limits it."""

from __future__ import annotations

import sys
from typing import NoReturn

from rich.console import Console

_WIDE = 200


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Left to the task: rich would end with 1, which means findings."""
        raise BrokenPipeError


def output() -> Console:
    """For results, on stdout."""
    return _Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _WIDE)


def words() -> Console:
    """For what people are told meanwhile, on stderr."""
    return _Console(stderr=True, highlight=False, emoji=False, width=None if sys.stderr.isatty() else _WIDE)
