"""What a value in a module rests on that is known only after an apply, by way of locals, loops and other modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..docs import Block, Module, read_module
from ..errors import GroundplanError
from ..hcl import Expr, Source, parse_expression, syntax

KEYS, SIZE, _EACH = "*keys", "*size", "*each"
"""Ends of a path: the keys of a map or the elements of a set; how many entries there are. And within it: any entry."""
_KNOWN = {"count", "each", "path", "self", "terraform", "var"}
"""Roots of references to what is known; what callers hand over is theirs to know."""
_COMPUTING = {"aws_iam_policy_document", "aws_partition", "aws_region", "aws_service_principal"}
_LATE = {"timestamp", "uuid"}
_THROUGH = {"coalesce", "coalescelist", "concat", "merge", "nonsensitive", "reverse", "sensitive", "slice", "sort"}
_THROUGH |= {"tolist", "tomap", "try"}
_SETS = {"compact", "distinct", "setintersection", "setsubtract", "setunion", "toset"}
"""How many entries these give rests on what these are."""
_DEEPEST = 12

Path_ = tuple[str, ...]


class _Bound(NamedTuple):
    """What a loop's name stands for: the keys of a collection, or its entries."""

    collection: Expr
    names: Names
    is_key: bool


Names = Mapping[str, _Bound]


def parsed(text: str) -> Expr | None:
    """An attribute's expression; None where it is none."""
    try:
        return parse_expression(Source(Path("expression"), text))
    except GroundplanError:
        return None


class Resting:
    """One module, asked what its expressions rest on."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._seen: set[tuple[object, ...]] = set()

    def ask(self, text: str, *path: str) -> list[str]:
        """What is known late of an expression as written (of its ``KEYS`` or ``SIZE`` alone), each once."""
        self._seen.clear()
        expr = parsed(text)
        return list(dict.fromkeys(self._of(expr, path, {}))) if expr else []

    @cached_property
    def _locals(self) -> dict[str, str]:
        return self._module.locals

    @cached_property
    def _blocks(self) -> dict[tuple[str, ...], Block]:
        return {(block.kind, *block.labels): block for block in self._module.blocks}

    def _of(self, expr: Expr, path: Path_, names: Names) -> Iterator[str]:
        if len(path) > _DEEPEST:  # a local that stands for itself
            return
        match expr:
            case syntax.Variable(name=name) if name in names:
                yield from self._of_bound(names[name], path)
            case syntax.SplatItem():
                yield from self._of_bound(names["*"], path)
            case syntax.GetAttr(object=syntax.Variable(name=root), name=name) if root not in names:
                yield from self._of_root(root, name, path)
            case syntax.GetAttr(object=syntax.GetAttr(object=syntax.Variable(name="data"), name=type_), name=name):
                if type_ not in _COMPUTING:
                    yield from self._of_resource(("data", type_, name), path)
            case syntax.GetAttr(object=inner, name=name):
                yield from self._of(inner, (name, *path), names)
            case syntax.Index(object=inner, key=key):
                text = key.value if isinstance(key, syntax.Literal) else None
                yield from self._of(key, (), names)
                yield from self._of(inner, (text if isinstance(text, str) else _EACH, *path), names)
            case syntax.Object(items=items):
                yield from self._of_object(items, path, names)
            case syntax.Tuple(items=items):
                rest = () if path[:1] == (KEYS,) else path[1:] if path[:1] == (_EACH,) else path
                for item in items if path[:1] != (SIZE,) else ():
                    yield from self._of(item, rest, names)
            case syntax.For():
                yield from self._of_loop(expr, path, names)
            case syntax.Splat(object=inner, each=each):
                inside = {**names, "*": _Bound(inner, names, False)}
                yield from self._of_list(inner, each, None, path, names, inside)
            case syntax.Conditional(condition=condition, then=then, otherwise=otherwise):
                yield from self._of(condition, (), names)
                yield from self._of(then, path, names)
                yield from self._of(otherwise, path, names)
            case syntax.Call(name=name, arguments=arguments):
                for inner, of_it in _arguments(name, arguments, path):
                    yield from self._of(inner, of_it, names)
                if name in _LATE:
                    yield f"{name}()"
            case _:
                for inner in syntax.children(expr):
                    yield from self._of(inner, (), names)

    def _of_bound(self, bound: _Bound, path: Path_) -> Iterator[str]:
        collection = bound.collection
        numbered = isinstance(collection, syntax.Splat | syntax.Tuple)
        of_it = (_EACH, *path) if not bound.is_key else (SIZE,) if numbered else (KEYS,)
        yield from self._of(collection, of_it, bound.names)

    def _of_root(self, root: str, name: str, path: Path_) -> Iterator[str]:
        if root in _KNOWN or (root, name, path) in self._seen:
            return
        self._seen.add((root, name, path))
        if root == "local":
            expr = parsed(self._locals.get(name, "null"))
            yield from self._of(expr, path, {}) if expr else ()
        elif root == "module":
            yield from self._of_call(name, path)
        elif root != "data":
            yield from self._of_resource((root, name), path)

    def _of_resource(self, address: Path_, path: Path_) -> Iterator[str]:
        """Of a resource's attributes those are known that are written down, as far as what is written is known."""
        block = self._blocks.get(address if address[0] in ("data", "ephemeral") else ("resource", *address))
        if path[:1] == (_EACH,) or (path[:1] not in ((KEYS,), (SIZE,)) and block is not None and _is_repeated(block)):
            path = path[1:]  # which of them
        name, *rest = path or ("",)
        if name in ("", KEYS, SIZE, _EACH):
            return
        written = parsed(block.attributes[name]) if block and name in block.attributes else None
        if written is None:
            yield ".".join((*address, name))
        else:
            yield from self._of(written, tuple(rest), {})

    def _of_call(self, name: str, path: Path_) -> Iterator[str]:
        """Of another module's outputs, as they are said there; of one that is not here, nothing is said."""
        block = self._blocks.get(("module", name))
        if block is None or not self._module.calls[name].startswith("."):
            return
        output, *rest = (path[1:] if _is_repeated(block) else path) or ("",)
        try:
            module = read_module((self._module.directory / self._module.calls[name]).resolve())
        except GroundplanError:
            return
        for each in module.outputs:
            if each.name == output:
                yield from Resting(module).ask(each.value, *rest)

    def _of_object(self, items: tuple[tuple[Expr, Expr], ...], path: Path_, names: Names) -> Iterator[str]:
        head = path[0] if path else ""
        for key, value in items:
            if head in ("", KEYS, SIZE):
                yield from self._of(key, (), names)
                yield from self._of(value, (), names) if head == "" else ()
            elif head == _EACH or not isinstance(key, syntax.Literal) or key.value == head:
                yield from self._of(value, path[1:], names)

    def _of_loop(self, loop: syntax.For, path: Path_, names: Names) -> Iterator[str]:
        inside = {**names, loop.value_name: _Bound(loop.collection, names, False)}
        if loop.key_name is not None:
            inside[loop.key_name] = _Bound(loop.collection, names, True)
        if loop.key is None:
            yield from self._of_list(loop.collection, loop.value, loop.condition, path, names, inside)
            return
        if not path or path[0] in (KEYS, SIZE):
            yield from self._of(loop.collection, (SIZE,), names)
            for part in filter(None, (loop.key, loop.condition)):
                yield from self._of(part, (), inside)
        if not path or path[0] not in (KEYS, SIZE):
            yield from self._of(loop.value, path[1:], inside)

    def _of_list(
        self, collection: Expr, value: Expr, condition: Expr | None, path: Path_, names: Names, inside: Names
    ) -> Iterator[str]:
        head = path[0] if path else ""
        if head in ("", KEYS, SIZE):
            yield from self._of(collection, (SIZE,), names)
            if condition is not None:
                yield from self._of(condition, (), inside)
        if head in ("", KEYS):
            yield from self._of(value, (), inside)
        elif head != SIZE:
            yield from self._of(value, path[1:] if head == _EACH else path, inside)


def _is_repeated(block: Block) -> bool:
    return "for_each" in block.attributes or "count" in block.attributes


def _arguments(name: str, arguments: tuple[Expr, ...], path: Path_) -> Iterator[tuple[Expr, Path_]]:
    """What of its arguments a part of a function's result rests on."""
    head, rest = path[:1], path[1:]
    inner: list[Path_]
    match name:
        case _ if name in _THROUGH:
            inner = [path] * len(arguments)
        case _ if name in _SETS:
            inner = [(KEYS,) if head == (SIZE,) else path] * len(arguments)
        case "length":
            inner = [(SIZE,)]
        case "keys":
            inner = [(KEYS,)]
        case "values":
            inner = [(_EACH,) if head == (KEYS,) else (KEYS,) if head == (SIZE,) else path]
        case "flatten" if head in ((KEYS,), (SIZE,)):
            yield arguments[0], (SIZE,)
            inner = [(_EACH, *path)]
        case "flatten" if head == (_EACH,):
            inner = [(_EACH, *path)]
        case "zipmap" if head in ((KEYS,), (SIZE,)):
            inner = [(KEYS,)]
        case "zipmap" if head:
            inner = [(KEYS,), (_EACH, *rest)]
        case "setproduct":
            inner = [(KEYS,)] * len(arguments)
        case "element" | "one":
            inner = [(_EACH, *path)]
        case "lookup":
            inner = [(_EACH, *path), (), path]
        case _:
            inner = [()] * len(arguments)
    yield from zip(arguments, inner, strict=False)
