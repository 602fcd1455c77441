"""Terraform files of the library can be read."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    _ = view.parts, view.examples
    yield from once(view.unreadable)


RULE = Rule(
    id="GP001",
    check="modules",
    scope="part",
    title="Terraform files of the library can be read.",
    why="A file that is no HCL hides everything that is in it from the other rules, and from Terraform.",
    fix="Correct what stands at the place; `terraform fmt` says what it expects there.",
    find=_find,
)
