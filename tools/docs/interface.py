"""What a Terraform module offers: its variables, outputs, rules and resources, read from its files."""

from __future__ import annotations

import functools
import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import GroundplanError
from ..hcl import Attribute, parse, read_source
from ..hcl import Block as Written


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the module something stands."""

    path: Path
    line: int
    end_line: int

    def __str__(self) -> str:
        """The place as every message writes it."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Block:
    """A block as it is written: attributes as source text, nested blocks, and the text of the whole."""

    kind: str
    labels: tuple[str, ...]
    attributes: dict[str, str]
    blocks: tuple[Block, ...]
    place: Place
    text: str = field(repr=False)

    def inner(self, kind: str) -> list[Block]:
        """Its nested blocks of one kind."""
        return [block for block in self.blocks if block.kind == kind]


@dataclass(frozen=True, slots=True)
class Variable:
    """An input."""

    name: str
    type: str | None
    """As written, without its indentation."""
    default: str | None
    """As written; None where the caller must give a value."""
    description: str
    nullable: bool
    sensitive: bool
    messages: tuple[str, ...]
    """The error messages of its validations."""
    place: Place

    @property
    def required(self) -> bool:
        """Whether the caller must give a value."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Output:
    """An output."""

    name: str
    value: str
    description: str
    sensitive: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource or, where ``data`` is true, a data source."""

    type: str
    name: str
    repetition: str | None
    """``for_each`` or ``count`` where it has one."""
    data: bool
    messages: tuple[str, ...]
    """The error messages of its pre- and postconditions."""
    place: Place


@dataclass(frozen=True, slots=True)
class Module:
    """A module's interface and contents; ``blocks`` are all of its top-level blocks in file order."""

    directory: Path
    blocks: tuple[Block, ...]
    variables: tuple[Variable, ...]
    outputs: tuple[Output, ...]
    resources: tuple[Resource, ...]
    calls: dict[str, str]
    """Names of the modules that it calls, with their sources."""
    terraform_version: str | None
    providers: dict[str, str]
    """Provider names with their version bounds."""

    @property
    def locals(self) -> dict[str, str]:
        """Expressions of the local values by name, as written."""
        blocks = (block for block in self.blocks if block.kind == "locals")
        return {name: text for block in blocks for name, text in block.attributes.items()}


def modules_below(folder: Path, files: Iterable[Path] | None = None) -> list[Path]:
    """The folders at and below ``folder`` that hold a module of their own: not examples, tests or hidden ones."""
    found = {file.parent for file in (files if files is not None else folder.rglob("*.tf")) if file.suffix == ".tf"}
    return sorted(
        path
        for path in found
        if path.is_relative_to(folder)
        and not any(part in ("examples", "tests") or part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read_module(directory: Path) -> Module:
    """Read the module in ``directory``; its files are parsed once as long as they do not change.

    Raises:
        GroundplanError: a file is not HCL, or a block misses its labels.
    """
    blocks = [block for path in sorted(directory.glob("*.tf")) for block in read_blocks(path)]
    terraform = [block for block in blocks if block.kind == "terraform"]
    providers = {
        name: version
        for block in terraform
        for required in block.inner("required_providers")
        for name, text in required.attributes.items()
        for version in re.findall(r'\bversion\s*=\s*"([^"]*)"', text) or [""]
    }
    return Module(
        directory=directory,
        blocks=tuple(blocks),
        variables=tuple(_variable(block) for block in blocks if block.kind == "variable"),
        outputs=tuple(_output(block) for block in blocks if block.kind == "output"),
        resources=tuple(_resource(block) for block in blocks if block.kind in ("resource", "data")),
        calls={_label(block, 0): literal(block.attributes.get("source")) for block in blocks if block.kind == "module"},
        terraform_version=next(
            (literal(b.attributes["required_version"]) for b in terraform if "required_version" in b.attributes), None
        ),
        providers=providers,
    )


def read_blocks(path: Path) -> tuple[Block, ...]:
    """The top-level blocks of an HCL file.

    Raises:
        GroundplanError: the file cannot be read, or is not HCL.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise GroundplanError(f"cannot be read: {error.strerror}", where=str(path)) from error
    return _read_blocks(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=4096)
def _read_blocks(path: Path, modified: int, size: int) -> tuple[Block, ...]:
    return tuple(map(_block, parse(read_source(path)).blocks))


def _block(block: Written) -> Block:
    source, end = block.source, block.body.range.end + 1  # with the brace
    return Block(
        kind=block.type,
        labels=block.labels,
        attributes={name: _value(attribute) for name, attribute in block.body.attributes.items()},
        blocks=tuple(map(_block, block.body.blocks)),
        place=Place(source.path, block.range.line, source.line_of(end - 1)),
        text=source.slice(block.start, end),
    )


def _value(attribute: Attribute) -> str:
    """The source of an attribute's expression, its continuation lines moved left as far as the last one."""
    text = attribute.source.slice(attribute.name_end, attribute.end).lstrip()[1:].strip()  # what follows the sign
    if text.startswith("<<"):
        return text
    first, _, rest = text.partition("\n")
    return f"{first}\n{textwrap.dedent(rest)}" if rest else first


def literal(source: str | None) -> str:
    """The text that a string literal or heredoc stands for, interpolations as written; other sources unchanged."""
    if source is None:
        return ""
    if source.startswith("<<"):
        lines = source.split("\n")[1:-1]
        return textwrap.dedent("\n".join(lines)).strip() if source.startswith("<<-") else "\n".join(lines).strip()
    if source.startswith('"'):
        try:
            return str(json.loads(source, strict=False))
        except ValueError:  # an interpolation with quotes of its own
            return source[1:-1].replace('\\"', '"').replace("\\n", "\n")
    return source


def _label(block: Block, index: int) -> str:
    if len(block.labels) <= index:
        raise GroundplanError(f"a {block.kind} block needs {index + 1} label(s)", where=str(block.place))
    return block.labels[index]


def _messages(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(literal(block.attributes.get("error_message")) for block in blocks)


def _variable(block: Block) -> Variable:
    return Variable(
        name=_label(block, 0),
        type=block.attributes.get("type"),
        default=block.attributes.get("default"),
        description=literal(block.attributes.get("description")),
        nullable=block.attributes.get("nullable") != "false",
        sensitive=block.attributes.get("sensitive") == "true",
        messages=_messages(block.inner("validation")),
        place=block.place,
    )


def _output(block: Block) -> Output:
    return Output(
        name=_label(block, 0),
        value=block.attributes.get("value", ""),
        description=literal(block.attributes.get("description")),
        sensitive=block.attributes.get("sensitive") == "true",
        place=block.place,
    )


def _resource(block: Block) -> Resource:
    rules = [rule for inner in block.inner("lifecycle") for rule in inner.blocks if rule.kind.endswith("condition")]
    return Resource(
        type=_label(block, 0),
        name=_label(block, 1),
        repetition=next((key for key in ("for_each", "count") if key in block.attributes), None),
        data=block.kind == "data",
        messages=_messages(rules),
        place=block.place,
    )
