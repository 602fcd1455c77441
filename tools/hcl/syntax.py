"""The syntax tree: small immutable nodes that know their place in the source.

Expression nodes carry ``source``, ``start`` and ``end`` rather than a :class:`Range`, because thousands are made and
few are ever pointed at. They are immutable for the type checker; at run time nothing pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

from .source import Range, Source

if TYPE_CHECKING:
    from .values import Value

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def _node(cls: type[_T]) -> type[_T]:
    return dataclass(slots=True, eq=False)(cls)


@_node
class Expr:
    """Any expression."""

    source: Source
    start: int
    end: int

    @property
    def range(self) -> Range:
        """The piece of source it was read from."""
        return Range(self.source, self.start, self.end)


@_node
class Literal(Expr):
    """A value: written as such, or what a known part was folded to."""

    value: Value


@_node
class Template(Expr):
    """Parts that are joined as strings. A lone ``"${x}"`` is not a template: it is ``x``."""

    parts: tuple[Expr, ...]


@_node
class TemplateFor(Expr):
    """``%{ for }``: the strings of a for-expression, joined."""

    loop: For


@_node
class Variable(Expr):
    """The root of a reference."""

    name: str


@_node
class GetAttr(Expr):
    """``object.name``."""

    object: Expr
    name: str


@_node
class Index(Expr):
    """``object[key]``; ``legacy`` for ``object.0``."""

    object: Expr
    key: Expr
    legacy: bool = False


@_node
class SplatItem(Expr):
    """Inside a splat's ``each``: the element at hand."""


@_node
class Splat(Expr):
    """``object[*]…`` or ``object.*…``: ``each`` is an expression over :class:`SplatItem`."""

    object: Expr
    each: Expr


@_node
class Conditional(Expr):
    """``condition ? then : otherwise``; also what ``%{ if }`` means."""

    condition: Expr
    then: Expr
    otherwise: Expr


@_node
class Unary(Expr):
    """``-x`` or ``!x``."""

    operator: str
    operand: Expr


@_node
class Binary(Expr):
    """``left operator right``."""

    operator: str
    left: Expr
    right: Expr


@_node
class Call(Expr):
    """``name(arguments)``; with ``expand`` the last argument is spread."""

    name: str
    arguments: tuple[Expr, ...]
    expand: bool = False


@_node
class Tuple(Expr):
    """``[a, b]``."""

    items: tuple[Expr, ...]


@_node
class Object(Expr):
    """``{ key = value }``; a key that is a bare word is already a literal."""

    items: tuple[tuple[Expr, Expr], ...]


@_node
class For(Expr):
    """``[for k, v in collection : value if condition]``; an object when there is a ``key``."""

    key_name: str | None
    value_name: str
    collection: Expr
    key: Expr | None
    value: Expr
    condition: Expr | None
    group: bool = False


@dataclass(frozen=True, slots=True)
class AttrStep:
    """``.name`` of a traversal."""

    name: str
    range: Range


@dataclass(frozen=True, slots=True)
class IndexStep:
    """``[key]`` of a traversal, with a key that is written as a literal."""

    key: str | int | Any
    range: Range


@dataclass(frozen=True, slots=True)
class Traversal:
    """A reference: its root name and the steps that are known without evaluating anything."""

    root: str
    steps: tuple[AttrStep | IndexStep, ...]
    range: Range

    @property
    def names(self) -> tuple[str, ...]:
        """The root and the attribute names that follow it, up to the first index."""
        names = [self.root]
        for step in self.steps:
            if not isinstance(step, AttrStep):
                break
            names.append(step.name)
        return tuple(names)


@dataclass(slots=True, eq=False)
class Attribute:
    """``name = expression``. The expression is converted from the parser's tree when it is first asked for."""

    name: str
    source: Source
    start: int
    end: int
    name_end: int
    make: Expr | Callable[[], Expr]

    @property
    def expr(self) -> Expr:
        """The expression."""
        if not isinstance(self.make, Expr):
            self.make = self.make()
        return self.make

    @property
    def range(self) -> Range:
        """The whole definition."""
        return Range(self.source, self.start, self.end)

    @property
    def name_range(self) -> Range:
        """The name alone."""
        return Range(self.source, self.start, self.name_end)

    def __repr__(self) -> str:
        return f"Attribute({self.name!r})"


@_node
class Block:
    """``type "label" { … }``."""

    type: str
    labels: tuple[str, ...]
    body: Body
    source: Source
    start: int
    head_end: int

    @property
    def range(self) -> Range:
        """The head: type and labels. (The body has its own range.)"""
        return Range(self.source, self.start, self.head_end)

    def __repr__(self) -> str:
        return f"Block({self.type!r}, {self.labels!r})"


@dataclass(frozen=True, slots=True)
class Body:
    """Attributes by name and blocks in order, as in a file or between braces."""

    attributes: dict[str, Attribute]
    blocks: list[Block]
    range: Range

    def blocks_of(self, type: str) -> list[Block]:
        """The blocks of one type."""
        return [block for block in self.blocks if block.type == type]


def children(expr: Expr) -> Iterator[Expr]:
    """The expressions directly inside an expression, in source order."""
    match expr:
        case Template(parts=items) | Tuple(items=items) | Call(arguments=items):
            yield from items
        case Object(items=pairs):
            for key, value in pairs:
                yield key
                yield value
        case TemplateFor(loop=loop):
            yield loop
        case GetAttr(object=inner):
            yield inner
        case Index(object=inner, key=key):
            yield inner
            yield key
        case Splat(object=inner, each=each):
            yield inner
            yield each
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from (condition, then, otherwise)
        case Unary(operand=operand):
            yield operand
        case Binary(left=left, right=right):
            yield left
            yield right
        case For(collection=collection, key=for_key, value=value, condition=for_condition):
            yield from (part for part in (collection, for_key, value, for_condition) if part is not None)


def with_children(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with each of its :func:`children` changed; the very same object when none is."""
    old = list(children(expr))
    new = [change(child) for child in old]
    if all(before is after for before, after in zip(old, new, strict=True)):
        return expr
    parts = iter(new)
    place = expr.source, expr.start, expr.end
    match expr:
        case Template():
            return Template(*place, tuple(parts))
        case Tuple():
            return Tuple(*place, tuple(parts))
        case Call(name=name, expand=expand):
            return Call(*place, name, tuple(parts), expand)
        case Object():
            return Object(*place, tuple(zip(parts, parts, strict=True)))
        case TemplateFor():
            loop = next(parts)
            assert isinstance(loop, For)  # noqa: S101 - a loop is only ever replaced by a loop
            return TemplateFor(*place, loop)
        case GetAttr(name=name):
            return GetAttr(*place, next(parts), name)
        case Index(legacy=legacy):
            return Index(*place, next(parts), next(parts), legacy)
        case Splat():
            return Splat(*place, next(parts), next(parts))
        case Conditional():
            return Conditional(*place, next(parts), next(parts), next(parts))
        case Unary(operator=operator):
            return Unary(*place, operator, next(parts))
        case Binary(operator=operator):
            return Binary(*place, operator, next(parts), next(parts))
        case For(key_name=key_name, value_name=value_name, key=key, condition=condition, group=group):
            collection = next(parts)
            new_key = next(parts) if key is not None else None
            value = next(parts)
            new_condition = next(parts) if condition is not None else None
            return For(*place, key_name, value_name, collection, new_key, value, new_condition, group)
    return expr
