"""A unit's path as a Terraform module name, one to one, so that a plan's addresses can be read back as units."""

from __future__ import annotations

import re

SEPARATOR = "--"
_PLAIN = re.compile(r"[A-Za-z0-9_-]")


def module_name(path: str) -> str:
    """The module name for a unit's path (POSIX, relative to the tree): ``dev/network`` is ``dev--network``.

    Terraform's identifiers take letters, digits, ``_`` and ``-`` and start with no digit or ``-``. Whatever would be
    ambiguous or forbidden is written ``_xHEX_`` (a code point), so that no two paths share a name.
    """
    return SEPARATOR.join(_component(part, first=index == 0) for index, part in enumerate(path.split("/")))


def unit_path(name: str) -> str:
    """The path that ``module_name`` made ``name`` from."""
    return "/".join(
        re.sub(r"_x([0-9a-f]+)_", lambda found: chr(int(found[1], 16)), part) for part in name.split(SEPARATOR)
    )


def _component(part: str, *, first: bool) -> str:
    out = []
    for index, char in enumerate(part):
        ambiguous = (
            not _PLAIN.match(char)
            or (char == "-" and (index in (0, len(part) - 1) or part[index - 1] == "-"))
            or (char == "_" and part[index + 1 : index + 2] == "x")
            or (first and index == 0 and char.isdigit())
        )
        out.append(f"_x{ord(char):x}_" if ambiguous else char)
    return "".join(out)
