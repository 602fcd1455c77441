"""How the tree's units come by what their modules take: learnt from the units that are there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..hcl import Block, Body, Expr, parse, read_source, references, syntax

READS = {
    "project": 'read_terragrunt_config(find_in_parent_folders("project.hcl")).locals',
    "account": 'read_terragrunt_config(find_in_parent_folders("account.hcl")).locals',
    "region": 'read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region',
    "env": 'read_terragrunt_config(find_in_parent_folders("env.hcl")).locals',
    "mocks": 'read_terragrunt_config(find_in_parent_folders("mocks.hcl")).locals',
    "here": 'dirname(find_in_parent_folders("region.hcl"))',
}
"""What every unit can read, by the name that they all give it."""

_REFERENCES = (syntax.Variable, syntax.GetAttr, syntax.Index, syntax.Object, syntax.Literal)


@dataclass(frozen=True, slots=True)
class Need:
    """A dependency block."""

    label: str
    path: str
    """``config_path`` as it is written."""
    text: str


@dataclass(frozen=True, slots=True)
class Wiring:
    """Where a value comes from."""

    text: str
    needs: tuple[Need, ...] = ()

    @property
    def locals(self) -> list[str]:
        """The locals that it reads, in the order in which units write them."""
        text = "\n".join([self.text, *(need.text for need in self.needs)])
        return [name for name in READS if re.search(rf"\blocal\.{name}\b", text)]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What all units of a tree say together."""

    inputs: Mapping[str, Counter[Wiring]]
    """Values that are nothing but references, by the input that takes them, with how many units do so."""
    own: Mapping[tuple[str, str], Counter[Wiring]]
    """The same by module (`dns/record`) and input: what its other units are given, whatever other modules are."""
    outputs: Mapping[str, tuple[Wiring, ...]]
    """Outputs that some unit has, by name: what refers to them."""


def learn(units: Path) -> Learnt:
    """Read the shared definitions below a folder, and what they hand to each other.

    Raises:
        GroundplanError: one of them is not HCL.
    """
    inputs: dict[str, Counter[Wiring]] = defaultdict(Counter)
    own: dict[tuple[str, str], Counter[Wiring]] = defaultdict(Counter)
    needs: dict[str, Need] = {}
    for path in sorted(units.rglob("*.hcl")):
        body = parse(read_source(path))
        known = {block.labels[0]: need for block in body.blocks_of("dependency") if (need := _need(block, body))}
        for need in known.values():
            needs.setdefault(need.path, need)
        for name, expr in _inputs(body):
            if wiring := _wiring(expr, expr.range.text, body, known):
                inputs[name][wiring] += 1
                own[_module(body), name][wiring] += 1
    return Learnt(inputs, own, _outputs(units.parent / "mocks.hcl", needs.values()))


def _module(body: Body) -> str:
    """The module of the library that a definition is a unit of, or nothing."""
    for block in body.blocks_of("terraform"):
        if source := block.body.attributes.get("source"):
            return source.expr.range.text.strip('"').partition("//")[2]
    return ""


def _inputs(body: Body) -> Iterator[tuple[str, Expr]]:
    """The inputs that are written out: those of an object, or of the objects that are merged."""
    attribute = body.attributes.get("inputs")
    if attribute is None:
        return
    whole = attribute.expr
    for part in whole.arguments if isinstance(whole, syntax.Call) and whole.name == "merge" else (whole,):
        if isinstance(part, syntax.Object):
            yield from ((str(key.value), value) for key, value in part.items if isinstance(key, syntax.Literal))


def _wiring(expr: Expr, text: str, body: Body, known: Mapping[str, Need]) -> Wiring | None:
    """A value as another unit could have it too, or None where it is this unit's alone."""
    if isinstance(expr, syntax.Literal) or not all(isinstance(each, _REFERENCES) for each in _parts(expr)):
        return None
    labels = []
    for reference in references(expr):
        match reference.names:
            case ("local", name, *_) if _is_shared(name, body):
                continue
            case ("dependency", label, "outputs", *_) if label in known:
                labels.append(label)
            case _:
                return None
    return Wiring(text, tuple(known[label] for label in sorted(set(labels))))


def _parts(expr: Expr) -> Iterator[Expr]:
    yield expr
    for child in syntax.children(expr):
        yield from _parts(child)


def _is_shared(name: str, body: Body) -> bool:
    for block in body.blocks_of("locals"):
        if attribute := block.body.attributes.get(name):
            expr = attribute.expr
            return expr.range.text == READS.get(name)
    return False


def _need(block: Block, body: Body) -> Need | None:
    """A dependency as another unit could have it too: outside of what one service or platform keeps to itself."""
    if any(
        reference.names[0] != "local" or not _is_shared(reference.names[1], body)
        for attribute in block.body.attributes.values()
        for reference in references(attribute.expr)
    ):
        return None
    path = block.body.attributes["config_path"].expr.range.text
    return Need(block.labels[0], path, block.source.slice(block.start, block.body.range.end + 1))


def _outputs(mocks: Path, needs: Iterable[Need]) -> dict[str, tuple[Wiring, ...]]:
    """The outputs that mocks.hcl names, of units that others refer to."""
    found: dict[str, list[Wiring]] = defaultdict(list)
    if not mocks.is_file():
        return {}
    entries = {
        name: attribute.expr
        for block in parse(read_source(mocks)).blocks_of("locals")
        for name, attribute in block.body.attributes.items()
    }
    for need in needs:
        mocked = re.search(r"=\s*local\.mocks\.(\w+)\s*$", need.text, re.MULTILINE)
        expr = entries.get(mocked[1]) if mocked else None
        if isinstance(expr, syntax.Object):
            for key, _ in expr.items:
                if isinstance(key, syntax.Literal):
                    found[str(key.value)].append(Wiring(f"dependency.{need.label}.outputs.{key.value}", (need,)))
    return {name: tuple(wirings) for name, wirings in found.items()}
