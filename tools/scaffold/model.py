"""What a service is asked for, and what is made of it."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from .shared import Entry


@dataclass(frozen=True, slots=True)
class Service:
    """What was answered about a service; with the templates, all that it is made of."""

    name: str
    kind: str
    owner: str
    accounts: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name where hyphens are not usual: in env.hcl."""
        return self.name.replace("-", "_")

    @property
    def package(self) -> str:
        """Its Python package; not one that would hide a module of Python's own."""
        taken = keyword.iskeyword(self.key) or self.key in sys.stdlib_module_names
        return f"{self.key}_service" if taken else self.key


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the templates make of a service: whole files, and entries in shared ones."""

    files: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def texts(self) -> dict[str, str]:
        """All of it by path, entries by their ids."""
        return {**self.files, **{entry.id: entry.text for entry in self.entries}}
