"""The module library as data: its modules, their examples, their rules and the cases that must be rejected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.hcl import Block, Body, Source, parse, read_source

from . import providers

REPOSITORY = Path(__file__).resolve().parents[2]
MODULES = REPOSITORY / "modules"
CASES = Path(__file__).parent / "cases"

_README_HCL = re.compile(r"^```(?:hcl|terraform)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Module:
    """A folder of the library; its name is its path, such as ``compute/ecs-cluster``."""

    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        return MODULES / self.name

    @property
    def slug(self) -> str:
        """The name in a form that Terraform takes for a block's label."""
        return self.name.replace("/", "_").replace("-", "_")

    @property
    def planned_folder(self) -> Path:
        """Where it is planned from: its folder, or a copy without what needs a provider that cannot be had."""
        return providers.planned_folder(self.folder)

    @property
    def left_out(self) -> str:
        """What of it cannot be planned here, and why, in words; empty where everything can."""
        missing = ", ".join(providers.missing(self.folder).values())
        return missing and f"{missing} cannot be had here; not planned: {', '.join(providers.left_out(self.folder))}"

    @property
    def files(self) -> list[Path]:
        """The module's own configuration, without its examples."""
        return sorted(self.folder.glob("*.tf"))

    def bodies(self) -> Iterator[tuple[Path, Body]]:
        for path in self.files:
            yield path, parsed(path)

    def blocks(self, kind: str) -> list[Block]:
        return [block for _, body in self.bodies() for block in body.blocks_of(kind)]


@dataclass(frozen=True, slots=True)
class Example:
    """A use of a module that must plan: a folder under its examples/."""

    module: Module
    name: str

    def __str__(self) -> str:
        return f"{self.module}/{self.name}"

    @property
    def folder(self) -> Path:
        """Where it is planned from."""
        return self.module.planned_folder / "examples" / self.name

    @property
    def label(self) -> str:
        return f"{self.module.slug}__{self.name.replace('-', '_')}"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Inputs that a module must refuse, and a part of what it then says."""

    module: Module
    name: str
    inputs: tuple[tuple[str, Any], ...]
    error: str
    precondition: bool = False

    def __str__(self) -> str:
        return f"{self.module}/{self.name}"

    def __hash__(self) -> int:
        return hash((self.module, self.name))

    @property
    def label(self) -> str:
        return f"{self.module.slug}__{re.sub(r'[^0-9a-z]+', '_', self.name.lower())}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A ``validation`` or ``precondition`` block and the lines it covers."""

    module: Module
    kind: str
    path: Path
    first: int
    last: int
    about: str

    def __str__(self) -> str:
        return f"{self.module}/{self.path.name}:{self.first}({self.about})"

    def covers(self, path: Path, line: int) -> bool:
        return path == self.path and self.first <= line <= self.last


@cache
def parsed(path: Path) -> Body:
    return parse(read_source(path))


def modules() -> list[Module]:
    found = (path.parent.relative_to(MODULES) for path in MODULES.rglob("versions.tf"))
    return [Module(path.as_posix()) for path in sorted(found) if not {"examples", ".terraform"} & set(path.parts)]


def examples() -> list[Example]:
    return [
        Example(module, path.parent.name)
        for module in modules()
        for path in sorted(module.folder.glob("examples/*/main.tf"))
    ]


def readme_uses(module: Module) -> list[Block]:
    """The module blocks that the README shows."""
    path = module.folder / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [use for shown in _README_HCL.findall(text) for use in parse(Source(path, shown)).blocks_of("module")]


def rejections() -> list[Rejection]:
    by_slug = {module.name.replace("/", "-"): module for module in modules()}
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        module = by_slug.get(path.stem)
        if module is None:
            raise ValueError(
                f"{path.name}: there is no module {path.stem}; a file of cases is named <family>-<name>.yaml"
            )
        for case in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            unknown = set(case) - {"name", "inputs", "error", "precondition"}
            if unknown:
                raise ValueError(f"{path.name}: case {case.get('name')}: unknown keys {sorted(unknown)}")
            inputs = tuple(case["inputs"].items())
            found.append(Rejection(module, case["name"], inputs, case["error"], case.get("precondition", False)))
    return found


def rules(module: Module) -> list[Rule]:
    """Every condition that a module puts to its inputs, wherever it stands."""
    return [
        Rule(module, kind, path, block.range.line, _last_line(block), about)
        for path, body in module.bodies()
        for kind, block, about in _conditions(body, ())
    ]


def _conditions(body: Body, above: tuple[str, ...]) -> Iterator[tuple[str, Block, str]]:
    for block in body.blocks:
        if block.type in ("validation", "precondition"):
            yield block.type, block, ".".join(above)
        yield from _conditions(block.body, block.labels or above)


def _last_line(block: Block) -> int:
    whole = block.body.range
    return whole.source.line_of(max(whole.start, whole.end - 1))
