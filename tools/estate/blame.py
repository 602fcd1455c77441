"""Which units an error of Terraform's is about, so that the others can be planned without them."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

from ..compose import Composition
from ..compose.composition import FILE_NAME
from ..compose.naming import unit_path
from ..live import module_files
from ..terraform import Diagnostic, TerraformError

_MODULE = re.compile(r'module[. ]"?([A-Za-z_][A-Za-z0-9_-]*)')
_ALIAS = re.compile(r'"alias": "([^"]+)"')


def by_unit(error: TerraformError, composition: Composition, folder: Path) -> dict[str | None, list[Diagnostic]]:
    """What Terraform says against each unit of a composition that lies in ``folder``; None is nobody's."""
    found: dict[str | None, list[Diagnostic]] = {}
    for diagnostic in error.diagnostics:
        for path in dict.fromkeys(_units(diagnostic, composition, folder)) or (None,):
            found.setdefault(path, []).append(diagnostic)
    return found


def _units(diagnostic: Diagnostic, composition: Composition, folder: Path) -> Iterator[str]:
    """The units of an error: by its address, the module it lies in, its line, or the address that its words name."""
    for text in (diagnostic.address, diagnostic.context):
        match = _MODULE.match(text or "")
        if match and unit_path(match[1]) in composition.members:
            yield unit_path(match[1])
            return
    if diagnostic.filename == FILE_NAME and diagnostic.line:
        if unit := composition.unit_at(diagnostic.line):
            yield unit
        elif alias := _alias_at(composition, diagnostic.line):
            yield from _users(composition, alias)
    elif diagnostic.filename:
        file = (folder / diagnostic.filename).resolve()
        yield from (path for path, each in composition.members.items() if file in _files(each.interface.folder))
    else:
        # "The current state of module.x.aws_y.z was created by a newer provider version": with no address beside it.
        for name in _MODULE.findall(f"{diagnostic.summary} {diagnostic.detail}"):
            if unit_path(name) in composition.members:
                yield unit_path(name)


def _alias_at(composition: Composition, line: int) -> str | None:
    """The alias of the provider block that a line of the composition lies in."""
    lines = json.dumps(composition.document, indent=2, ensure_ascii=False).splitlines()
    inside = [content for content in lines[:line] if content.startswith('  "')]
    if not inside or not inside[-1].startswith('  "provider"'):
        return None
    start = max((number for number in range(line) if lines[number] == "      {"), default=line)
    match = next((found for content in lines[start:] if (found := _ALIAS.search(content))), None)
    return match[1] if match else None


def _users(composition: Composition, alias: str) -> Iterator[str]:
    """The units that a provider configuration is handed to."""
    for path, member in composition.members.items():
        handed = composition.document["module"][member.module].get("providers", {})
        if any(given.partition(".")[2] == alias for given in handed.values()):
            yield path


@functools.cache
def _files(module: Path) -> frozenset[Path]:
    return frozenset(path.resolve() for path in module_files(module))
