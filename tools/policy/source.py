"""From an address in a plan back to the block of the module that it comes from, and to its skip comments."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError
from ..hcl import parse, read_source
from .document import Plan, general, module_path

# The form that checkov itself reads, so that one comment serves its own runs, ours, and our own rules.
_SKIP = re.compile(r"(?:#|//).*?\bcheckov:skip=\s*(?P<rules>\w+(?:\s*,\s*\w+)*)(?::(?P<reason>.*))?")


@dataclass(frozen=True, slots=True)
class Skip:
    """A comment that says why a rule is not kept in a block."""

    rule: str
    reason: str
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """Where a block stands, and the skips in it."""

    path: Path
    line: int
    skips: tuple[Skip, ...]


class Sources:
    """The modules of a planned root, as far as they lie on this machine."""

    def __init__(self, root: Path, plan: Plan) -> None:
        self.root = root
        self.plan = plan
        self._parsed: dict[Path, dict[tuple[str, ...], SourceBlock]] = {}

    def block(self, address: str) -> SourceBlock | None:
        """The block of a resource or data source."""
        path = module_path(address)
        rest = general(address).removeprefix(".".join(f"module.{name}" for name in path)).removeprefix(".")
        kind, parts = ("data", rest[5:]) if rest.startswith("data.") else ("resource", rest)
        type_, _, name = parts.partition(".")
        return self._find(path, (kind, type_, name))

    def skips(self, address: str) -> list[Skip]:
        """The skips that hold for an address: in its own block, or in a module call that leads to it."""
        path = module_path(address)
        calls = [self._find(path[:depth], ("module", path[depth])) for depth in range(len(path))]
        return [skip for block in (self.block(address), *calls) if block for skip in block.skips]

    def _find(self, path: tuple[str, ...], labels: tuple[str, ...]) -> SourceBlock | None:
        folder = self.directories.get(path)
        if folder is None:
            return None
        if folder not in self._parsed:
            self._parsed[folder] = _blocks(folder)
        return self._parsed[folder].get(labels)

    @functools.cached_property
    def directories(self) -> dict[tuple[str, ...], Path]:
        """The folder of every module, by the names of the calls that lead to it."""
        installed = _installed(self.root)
        found: dict[tuple[str, ...], Path] = {(): self.root}
        for path, source in sorted(self.plan.module_sources.items(), key=lambda item: len(item[0])):
            parent = found.get(path[:-1])
            if parent and source.startswith(("./", "../")):
                found[path] = (parent / source).resolve()
            elif path in installed:
                found[path] = installed[path]
        return found


def _installed(root: Path) -> dict[tuple[str, ...], Path]:
    """Where ``terraform init`` put modules, those from elsewhere too."""
    try:
        manifest = json.loads((root / ".terraform" / "modules" / "modules.json").read_text())
        return {tuple(entry["Key"].split(".")): (root / entry["Dir"]).resolve() for entry in manifest["Modules"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _blocks(folder: Path) -> dict[tuple[str, ...], SourceBlock]:
    """The blocks of a module's .tf files; a file that does not parse has none (planning it would have failed)."""
    found: dict[tuple[str, ...], SourceBlock] = {}
    for path in sorted(folder.glob("*.tf")):
        try:
            body = parse(read_source(path))
        except GroundplanError:
            continue
        for block in body.blocks:
            line = block.range.line
            skips = (
                Skip(rule.strip(), (comment["reason"] or "").strip(), path, line + offset)
                for offset, text in enumerate(block.source.slice(block.start, block.body.range.end).splitlines())
                if (comment := _SKIP.search(text))
                for rule in comment["rules"].split(",")
            )
            found[(block.type, *block.labels)] = SourceBlock(path, line, tuple(skips))
    return found
