"""What a module rests on: its code, what lies beside it, the modules it calls, the files that its expressions name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..hcl import Attribute, Body, HclError, blocks_from_json, parse, read_source
from ..hcl.syntax import Call, Expr, GetAttr, Literal, Template, Variable, children
from .belonging import CODE, belongs
from .paths import SKIPPED_FOLDERS, join

_DEEP = 20


@dataclass(frozen=True, slots=True)
class Reads:
    """What the code of a module refers to, as absolute paths."""

    calls: frozenset[str]
    """Folders of the local modules that it calls."""
    paths: frozenset[str]
    """Files and folders that expressions name, starting at ``path.module``; they need not exist."""
    folders: frozenset[str]
    """Folders outside the module, below which expressions name what is not known beforehand."""


def reads(folder: str) -> Reads:
    """What the code in a folder refers to. What does not parse refers to nothing; Terraform will tell."""
    calls: set[str] = set()
    named: set[tuple[str, bool]] = set()
    bodies = list(_bodies(folder))
    local_values = {
        name: attribute for body in bodies for block in body.blocks_of("locals") for name, attribute in _items(block)
    }
    for body in bodies:
        for block in body.blocks_of("module"):
            source = block.body.attributes.get("source")
            value = source.expr.value if source is not None and isinstance(source.expr, Literal) else None
            if isinstance(value, str) and value.startswith(("./", "../", "/")):
                calls.add(join(folder, value))
        if b"path" in body.range.source.data or local_values:
            for attribute in _attributes(body):
                named.update(_named(attribute.expr, folder, local_values))
    paths, folders = set(), set()
    for text, whole in named:
        path = join(folder, text if whole else text.rpartition("/")[0])
        if whole:
            if not f"{folder}/".startswith(f"{path.rstrip('/')}/"):  # a folder above is only a way to somewhere else
                paths.add(path)
        elif path != folder and not path.startswith(f"{folder}/"):
            folders.add(path)
    return Reads(frozenset(calls), frozenset(paths), frozenset(folders))


def _bodies(folder: str) -> Iterator[Body]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - strings all the way
    except OSError:
        return
    for name in names:
        if name.endswith(CODE):
            try:
                body = parse(read_source(f"{folder}/{name}"))
            except HclError:
                continue
            if name.endswith(".json"):
                for type_, depth in (("module", 1), ("locals", 0)):
                    if type_ in body.attributes:
                        body.blocks.extend(blocks_from_json(body.attributes[type_], depth))
            yield body


def _items(block: object) -> list[tuple[str, Attribute]]:
    return list(block.body.attributes.items())  # type: ignore[attr-defined]


def _attributes(body: Body) -> Iterator[Attribute]:
    yield from body.attributes.values()
    for block in body.blocks:
        yield from _attributes(block.body)


def _named(root: Expr, folder: str, local_values: dict[str, Attribute]) -> Iterator[tuple[str, bool]]:
    """The texts in an expression that begin with the module's folder, and whether each is known to its end."""
    stack = [root]
    while stack:
        expr = stack.pop()
        if isinstance(expr, Template | Call):
            text, whole = _text(expr, folder, local_values, 0)
            if text.startswith(folder):
                yield text, whole
                continue
        stack.extend(children(expr))


def _text(expr: Expr, folder: str, local_values: dict[str, Attribute], depth: int) -> tuple[str, bool]:
    """The text that an expression begins with, as far as it is known, and whether that is all of it."""
    if depth > _DEEP:
        return "", False
    match expr:
        case Literal(value=str(text)):
            return text, True
        case GetAttr(object=Variable(name="path"), name="module"):
            return folder, True
        case GetAttr(object=Variable(name="local"), name=name) if name in local_values:
            return _text(local_values[name].expr, folder, local_values, depth + 1)
        case Template(parts=parts):
            out = ""
            for part in parts:
                text, whole = _text(part, folder, local_values, depth + 1)
                out += text
                if not whole:
                    return out, False
            return out, True
        case Call(name="abspath" | "pathexpand" | "trimspace", arguments=(argument,)):
            return _text(argument, folder, local_values, depth + 1)
        case Call(name="dirname", arguments=(argument,)):
            text, whole = _text(argument, folder, local_values, depth + 1)
            return (text.rpartition("/")[0], True) if whole else ("", False)
    return "", False


def module_files(folder: Path) -> frozenset[Path]:
    """The files of a module and of the local modules that it calls, and those that their code names elsewhere."""
    found: set[Path] = set()
    queue, seen = [os.path.abspath(folder)], set[str]()  # noqa: PTH100 - resolving would follow links
    while queue:
        current = queue.pop()
        if current in seen or not Path(current).is_dir():
            continue
        seen.add(current)
        found.update(_files_in(Path(current)))
        used = reads(current)
        queue += used.calls
        for path in map(Path, used.paths | used.folders):
            found.update([path] if path.is_file() else (each for each in path.rglob("*") if each.is_file()))
    return frozenset(found)


def _files_in(folder: Path) -> Iterator[Path]:
    for current, folders, names in os.walk(folder):
        here = Path(current)
        if here != folder and any(name.endswith(CODE) for name in names):
            folders.clear()
            continue
        folders[:] = sorted(each for each in folders if each not in SKIPPED_FOLDERS)
        for name in sorted(names):
            if belongs(str((here / name).relative_to(folder)), lambda _: False):
                yield here / name
