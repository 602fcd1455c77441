"""The files of a tree, each read and parsed once, with what can be said of them without evaluating anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..hcl import Attribute, Block, Body, Diagnostic, Expr, HclError, did_you_mean, parse, read_source, references
from ..hcl.syntax import AttrStep, IndexStep, Traversal
from .schema import ROOT, BlockSchema, check, with_blocks

_IN_LOCALS = frozenset({"local", "include", "feature", "values"})


@dataclass(frozen=True, slots=True)
class Needs:
    """What expressions refer to: locals by name, and attributes of exposed includes (None: the whole of it)."""

    locals: frozenset[str]
    includes: frozenset[tuple[str | None, str | None]]


class ConfigFile:
    """A parsed configuration file."""

    def __init__(self, path: str, body: Body) -> None:
        self.path = path
        self.directory = Path(path.rpartition("/")[0] or "/")
        self.body = body

    def blocks(self, type: str) -> list[Block]:
        """Its blocks of a type."""
        return self._by_type.get(type, [])

    @cached_property
    def _by_type(self) -> dict[str, list[Block]]:
        found: dict[str, list[Block]] = {}
        for block in self.body.blocks:
            found.setdefault(block.type, []).append(block)
        return found

    @cached_property
    def start(self) -> Block | None:
        """Its first block, to point at when the file as a whole is meant."""
        return self.body.blocks[0] if self.body.blocks else None

    @cached_property
    def locals(self) -> dict[str, Attribute]:
        """Its locals, in the order in which they can be evaluated.

        Raises:
            HclError: they go in a circle, or refer to what does not exist.
        """
        blocks = self.blocks("locals")
        attributes = blocks[0].body.attributes if blocks else {}
        found = {name: references(each.expr) for name, each in attributes.items()}
        problems = [problem for each in found.values() for problem in _check_local(each, attributes)]
        if problems:
            raise HclError(problems)
        ordered: dict[str, Attribute] = {}
        for name in attributes:
            _order(name, found, ordered, attributes)
        return ordered

    @cached_property
    def refers_to_dependency(self) -> bool:
        """Whether anything in it mentions ``dependency``."""
        return b"dependency" in self.body.range.source.data and any(
            each.root == "dependency" for each in self._references
        )

    @cached_property
    def forbidden(self) -> list[Diagnostic]:
        """References that the language does not allow, wherever they would lead."""
        found = [
            Diagnostic(
                "Reading inputs of a dependency is no longer supported",
                "",
                each.range,
                f"Use an output: dependency.{each.names[1]}.outputs.NAME.",
            )
            for attribute in self.body.attributes.values()
            if mentions(attribute, b".inputs")
            for each in references(attribute.expr)
            if each.root == "dependency" and each.names[2:3] == ("inputs",)
        ]
        for block in self.blocks("terraform"):
            source = block.body.attributes.get("source")
            for each in references(source.expr) if source and mentions(source, b"dependency") else ():
                if each.root == "dependency":
                    hint = "A module's source must be known before dependencies are read."
                    found.append(Diagnostic("terraform.source may not refer to dependencies", "", each.range, hint))
        return found

    @cached_property
    def needs(self) -> Needs:
        """What the whole file refers to."""
        return needs_of(self._references)

    @cached_property
    def _references(self) -> list[Traversal]:
        return [each for expr in expressions(self.body) for each in references(expr)]

    @cached_property
    def needs_for_graph(self) -> Needs:
        """What has to be evaluated for its edges: the paths of its dependencies, and all that those refer to."""
        found: list[Traversal] = []
        for attribute in graph_attributes(self):
            found.extend(references(attribute.expr))
        queue, closed = list(needs_of(found).locals), set[str]()
        while queue:
            name = queue.pop()
            if name in closed or name not in self.locals:
                continue
            closed.add(name)
            more = references(self.locals[name].expr)
            found.extend(more)
            queue.extend(needs_of(more).locals)
        return needs_of(found)


def mentions(attribute: Attribute, word: bytes) -> bool:
    """Whether a word is in its text at all: most questions end here, before any expression is looked at."""
    return word in attribute.source.data[attribute.start : attribute.end]


def graph_attributes(file: ConfigFile) -> Iterator[Attribute]:
    """The attributes that edges are made of."""
    for block in file.blocks("dependency"):
        for name in ("config_path", "enabled"):
            if name in block.body.attributes:
                yield block.body.attributes[name]
    for block in file.blocks("dependencies"):
        if "paths" in block.body.attributes:
            yield block.body.attributes["paths"]


def expressions(body: Body) -> Iterator[Expr]:
    """All expressions of a body and of the blocks in it."""
    for attribute in body.attributes.values():
        yield attribute.expr
    for block in body.blocks:
        yield from expressions(block.body)


def needs_of(found: Iterable[Traversal]) -> Needs:
    """The locals and includes among references."""
    names: set[str] = set()
    includes: set[tuple[str | None, str | None]] = set()
    for each in found:
        if each.root == "local" and (name := _step(each, 0)) is not None:
            names.add(name)
        elif each.root == "include":
            name = _step(each, 0)
            includes.add((name, _step(each, 1) if name is not None else None))
    return Needs(frozenset(names), frozenset(includes))


def _step(traversal: Traversal, index: int) -> str | None:
    if index >= len(traversal.steps):
        return None
    step = traversal.steps[index]
    if isinstance(step, AttrStep):
        return step.name
    return step.key if isinstance(step, IndexStep) and isinstance(step.key, str) else None


def _check_local(found: Iterable[Traversal], known: dict[str, Attribute]) -> Iterator[Diagnostic]:
    for each in found:
        if each.root not in _IN_LOCALS:
            detail = f'Locals may refer to local, include, feature and values, not to "{each.root}".'
            hint = "Use it in inputs instead: dependencies are read after locals." if each.root == "dependency" else ""
            yield Diagnostic("Can't evaluate expression", detail, each.range, hint)
        elif each.root == "local":
            name = _step(each, 0)
            if name is None:
                yield Diagnostic("Can't evaluate expression", "Name one local: local.NAME.", each.range)
            elif name not in known:
                hint = did_you_mean(name, known) or f"Known locals: {', '.join(sorted(known))}."
                yield Diagnostic(f"There is no local named {name}", "", each.range, hint)


def _order(
    name: str, found: dict[str, list[Traversal]], ordered: dict[str, Attribute], attributes: dict[str, Attribute]
) -> None:
    """Put ``name`` after all that it refers to. Iterative, for chains of any length."""
    if name in ordered:
        return
    path: dict[str, None] = {name: None}
    stack = [(name, iter(found[name]))]
    while stack:
        current, remaining = stack[-1]
        for each in remaining:
            wanted = _step(each, 0) if each.root == "local" else None
            if wanted is None or wanted in ordered:
                continue
            if wanted in path:
                names = [*path]
                circle = " -> ".join([*names[names.index(wanted) :], wanted])
                raise HclError.at(
                    each.range, "Locals refer to each other in a circle", f"{circle}.", "Break the circle."
                )
            path[wanted] = None
            stack.append((wanted, iter(found[wanted])))
            break
        else:
            stack.pop()
            del path[current]
            ordered[current] = attributes[current]


class Reader:
    """Reads files of the language, each once; a file that is wrong is wrong each time it is asked for."""

    def __init__(self) -> None:
        self._files: dict[str, ConfigFile | HclError] = {}

    def file(self, path: str, schema: BlockSchema = ROOT) -> ConfigFile:
        """The parsed file.

        Raises:
            HclError: it cannot be read or parsed, or holds what the language does not know.
        """
        found = self._files.get(path)
        if found is None:
            try:
                found = self._read(path, schema)
            except HclError as error:
                found = error
            self._files[path] = found
        if isinstance(found, HclError):
            raise found
        return found

    def _read(self, path: str, schema: BlockSchema) -> ConfigFile:
        body = parse(read_source(path))
        if path.endswith(".json"):
            body = with_blocks(body, schema)
        problems = list(check(body, schema))
        if problems:
            raise HclError(problems)
        return ConfigFile(path, body)
