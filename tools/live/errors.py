"""What is wrong with a unit, and which unit it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..hcl import HclError, Range, Source


class UnitError(HclError):
    """A mistake met while a unit was evaluated; it may stand in a file that other units use as well."""

    def __init__(self, unit: str, cause: HclError) -> None:
        super().__init__(cause.diagnostics)
        self.unit = unit

    def __str__(self) -> str:
        return f"{super().__str__()}\n  while evaluating unit {self.unit}"


def at_start(path: str, summary: str, detail: str = "", hint: str = "") -> HclError:
    """An error that concerns a file as a whole."""
    return HclError.at(Range(Source(path, ""), 0, 0), summary, detail, hint)


@contextmanager
def nesting_told(path: str) -> Iterator[None]:
    """Turn Python's word for nesting without end into one that names the file.

    Raises:
        HclError: the file is nested too deeply.
    """
    try:
        yield
    except RecursionError:
        hint = "Split it into several locals or files."
        raise at_start(path, "The configuration is nested too deeply", "", hint) from None
