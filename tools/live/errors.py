"""What is wrong with a unit, and which unit it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..errors import GroundplanError
from ..hcl import HclError, Range, Source

_NAMED = 3


class UnitError(HclError):
    """A mistake met while a unit was evaluated; it may stand in a file that other units use as well."""

    def __init__(self, unit: str, cause: HclError) -> None:
        super().__init__(cause.diagnostics)
        self.unit = unit

    @property
    def mistake(self) -> str:
        """The mistake itself, without the unit."""
        return super().__str__()

    def __str__(self) -> str:
        return f"{self.mistake}\n  while evaluating unit {self.unit}"


def explain(errors: Iterable[GroundplanError]) -> Iterator[str]:
    """The texts of errors; one that many units share because it stands in a shared file is told once."""
    units: dict[str, list[str]] = {}
    for error in errors:
        if isinstance(error, UnitError):
            units.setdefault(error.mistake, []).append(error.unit)
        else:
            units.setdefault(str(error), [])
    for text, names in units.items():
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        plural = "s" if len(names) > 1 else ""
        yield f"{text}\n  while evaluating unit{plural} {', '.join(names[:_NAMED])}{more}" if names else text


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
