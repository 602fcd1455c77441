"""What a service is asked for, and what is made of it."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from .shared import Entry

_TAKEN = frozenset(
    # Folders at the top of a project.
    {"docs", "functions", "live", "modules", "services", "tasks", "tests", "tools"}
    # What Lambda's runtime, the image or a test imports.
    | {"boto3", "botocore", "conftest", "dateutil", "gunicorn", "jmespath", "packaging", "pytest", "s3transfer", "six"}
    | {"urllib3"}
)


@dataclass(frozen=True, slots=True)
class Service:
    """What was answered about a service; with the templates, all that it is made of."""

    name: str
    kind: str
    owner: str
    accounts: tuple[str, ...]
    package: str
    """Its Python package. It stays what it was: which names Python has taken differs from version to version."""

    @classmethod
    def new(cls, name: str, kind: str, owner: str, accounts: tuple[str, ...]) -> Service:
        """A service as it is answered; its package hides no module that somebody imports."""
        package = name.replace("-", "_")
        if package in _TAKEN or package in sys.stdlib_module_names or keyword.iskeyword(package):
            package += "_service"
        return cls(name, kind, owner, accounts, package)

    @property
    def key(self) -> str:
        """Its name where hyphens are not usual: in env.hcl."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the templates make of a service: whole files, and entries in shared ones."""

    files: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def texts(self) -> dict[str, str]:
        """All of it by path, entries by their ids."""
        return {**self.files, **{entry.id: entry.text for entry in self.entries}}

    def below(self, *folders: str) -> Rendered:
        """What of it lies below some folders."""
        files = {path: text for path, text in self.files.items() if path.startswith(folders)}
        return Rendered(files, tuple(entry for entry in self.entries if entry.path.startswith(folders)))
