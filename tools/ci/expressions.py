"""Expressions of GitHub Actions: ``${{ … }}`` parsed, looked through, evaluated.

Values are those of JSON. What is not known here is an error with its place, never an empty string: a context or a
function that the simulator cannot answer for would make it say that something passes which does not.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import GroundplanError

Value = Any
"""What JSON has: None, bool, int or float, str, list, dict."""
Functions = Mapping[str, Callable[..., Value]]
"""Functions by their names in lower case; they take and answer values."""

CONTEXTS = ("env", "github", "inputs", "matrix", "needs", "runner", "steps")
STRICT = ("github", "inputs", "runner")
"""Contexts in which a name that is not there is a question that only GitHub can answer, or a slip."""
STATUS = ("always", "cancelled", "failure", "success")
PURE = ("contains", "endswith", "format", "fromjson", "hashfiles", "join", "startswith", "tojson")

_TEMPLATE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))|(?P<text>'(?:[^']|'')*')"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>==|!=|<=|>=|&&|\|\||[!<>().,*\[\]]))"
)
_WORDS: Mapping[str, Value] = {"true": True, "false": False, "null": None}
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="))
"""Operators between two values, those that bind least first."""


@dataclass(frozen=True, slots=True)
class Node:
    """``kind``: literal, name, call, get, each, not, or an operator between two values; ``parts`` are its operands."""

    kind: str
    value: Value = None
    parts: tuple[Node, ...] = ()


def parse(text: str, where: str) -> Node:
    """An expression, without the braces around it.

    Raises:
        GroundplanError: it is none.
    """
    try:
        return _Parser(text, where).whole()
    except RecursionError as error:
        raise GroundplanError("this expression is nested too deeply", where=where) from error


class _Parser:
    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where
        self.tokens = list(self._tokens())
        self.at = 0

    def _tokens(self) -> Iterator[tuple[str, str]]:
        position, end = 0, len(self.text.rstrip())
        while position < end:
            found = _TOKEN.match(self.text, position)
            if not found:
                raise self.error(f"`{self.text[position:].strip()[:30]}`")
            position = found.end()
            kind = str(found.lastgroup)
            yield kind, found[kind]

    def error(self, found: str) -> GroundplanError:
        return GroundplanError(f"this is no expression: {self.text.strip()} (at {found})", where=self.where)

    def take(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.error(self.tokens[self.at][1] if self.at < len(self.tokens) else "its end")

    def whole(self) -> Node:
        node = self.level(0)
        if self.at < len(self.tokens):
            raise self.error(self.tokens[self.at][1])
        return node

    def level(self, number: int) -> Node:
        if number == len(_LEVELS):
            return self.unary()
        left = self.level(number + 1)
        while sign := self.take(*_LEVELS[number]):
            left = Node(sign, parts=(left, self.level(number + 1)))
        return left

    def unary(self) -> Node:
        if self.take("!"):
            return Node("not", parts=(self.unary(),))
        node = self.primary()
        while sign := self.take(".", "["):
            if sign == "[":
                node = Node("get", parts=(node, self.level(0)))
                self.expect("]")
            elif self.take("*"):
                node = Node("each", parts=(node,))
            else:
                kind, word = self.next()
                if kind != "name":
                    raise self.error(word)
                node = Node("get", parts=(node, Node("literal", word)))
        return node

    def next(self) -> tuple[str, str]:
        if self.at == len(self.tokens):
            raise self.error("its end")
        self.at += 1
        return self.tokens[self.at - 1]

    def primary(self) -> Node:
        if self.take("("):
            node = self.level(0)
            self.expect(")")
            return node
        kind, word = self.next()
        match kind:
            case "number":
                return Node("literal", int(word, 16) if "x" in word.lower() else float(word))
            case "text":
                return Node("literal", word[1:-1].replace("''", "'"))
            case "name" if self.take("("):
                return Node("call", word.lower(), tuple(self.arguments()))
            case "name" if word in _WORDS:
                return Node("literal", _WORDS[word])
            case "name":
                return Node("name", word)
        raise self.error(word)

    def arguments(self) -> Iterator[Node]:
        if self.take(")"):
            return
        while True:
            yield self.level(0)
            if self.take(")"):
                return
            self.expect(",")


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    for part in node.parts:
        yield from walk(part)


def templates(text: str) -> Iterator[tuple[int, str]]:
    """The expressions in a text: the offset of each, and what stands between its braces."""
    for found in _TEMPLATE.finditer(text):
        yield found.start(), found[1]


def check(node: Node, where: str, contexts: Mapping[str, Value]) -> None:
    """Refuse what cannot be answered here.

    Raises:
        GroundplanError: a context or function is unknown, or a strict context lacks what is asked of it.
    """
    for each in walk(node):
        if each.kind == "call" and each.value not in (*STATUS, *PURE):
            known = ", ".join((*STATUS, *PURE))
            raise GroundplanError(f"the simulator has no function {each.value}()", where=where, hint=f"it has: {known}")
        if each.kind == "name" and each.value not in CONTEXTS:
            raise GroundplanError(
                f"the simulator cannot answer for `{each.value}`: only GitHub knows it",
                where=where,
                hint=f"it knows {', '.join(CONTEXTS)}",
            )
        path = _path(each)
        if path and len(path) > 1 and path[0] in STRICT:
            value: Value = contexts.get(path[0])
            for word in path[1:]:
                if not isinstance(value, Mapping) or word not in value:
                    raise GroundplanError(
                        f"the simulator cannot answer for `{'.'.join(path)}`: only GitHub knows it", where=where
                    )
                value = value[word]


def _path(node: Node) -> list[str] | None:
    """The words of ``a.b.c``; None where it is something else."""
    if node.kind == "name":
        return [node.value]
    if node.kind == "get" and node.parts[1].kind == "literal" and isinstance(node.parts[1].value, str):
        before = _path(node.parts[0])
        return [*before, node.parts[1].value] if before else None
    return None


def evaluate(node: Node, contexts: Mapping[str, Value], functions: Functions) -> Value:
    """The value of an expression that ``check`` let pass."""

    def of(part: Node) -> Value:
        return evaluate(part, contexts, functions)

    match node.kind:
        case "literal":
            return node.value
        case "name":
            return contexts.get(node.value, {})
        case "call":
            return functions[node.value](*map(of, node.parts))
        case "get":
            return _get(of(node.parts[0]), of(node.parts[1]))
        case "each":
            value = of(node.parts[0])
            return list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
        case "not":
            return not truth(of(node.parts[0]))
        case "&&":
            left = of(node.parts[0])
            return of(node.parts[1]) if truth(left) else left
        case "||":
            left = of(node.parts[0])
            return left if truth(left) else of(node.parts[1])
    return _compare(node.kind, of(node.parts[0]), of(node.parts[1]))


def answer(inner: str, where: str, contexts: Mapping[str, Value], functions: Functions) -> Value:
    """The value of what stands between braces.

    Raises:
        GroundplanError: it is no expression, cannot be answered here, or has no value.
    """
    node = parse(inner, where)
    check(node, where, contexts)
    try:
        return evaluate(node, contexts, functions)
    except (ValueError, TypeError, IndexError, NotImplementedError) as error:
        raise GroundplanError(f"{inner.strip()} has no value: {error}", where=where) from error


def _get(value: Value, key: Value) -> Value:
    if isinstance(value, Mapping):
        return value.get(str(key))
    if isinstance(value, list):
        if isinstance(key, int | float):
            return value[int(key)] if 0 <= key < len(value) else None
        return [_get(item, key) for item in value if isinstance(item, Mapping) and key in item]
    return None


def truth(value: Value) -> bool:
    """Whether a value counts as true: everything but false, 0, an empty string and null."""
    return not (value is None or value is False or value == "" or (isinstance(value, int | float) and value == 0))


def number(value: Value) -> float:
    """A value as GitHub compares values of different kinds."""
    match value:
        case None | "":
            return 0.0
        case bool() | int() | float():
            return float(value)
        case str():
            try:
                return float(value)
            except ValueError:
                return math.nan
    return math.nan


def _compare(sign: str, left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.lower(), right.lower()
    elif isinstance(left, dict | list) and isinstance(right, dict | list):
        left, right = id(left), id(right)
    else:
        left, right = number(left), number(right)
    match sign:
        case "==":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def text(value: Value) -> str:
    """A value as it stands in a text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case dict():
            return "Object"
        case list():
            return "Array"
    return str(value)


def interpolate(template: str, evaluated: Callable[[str], Value]) -> Value:
    """A text with its expressions replaced; one expression alone keeps its value's kind."""
    alone = _TEMPLATE.fullmatch(template.strip())
    if alone and "}}" not in alone[1]:
        return evaluated(alone[1])
    return _TEMPLATE.sub(lambda found: text(evaluated(found[1])), template)


def _contains(where: Value, what: Value) -> bool:
    if isinstance(where, list):
        return any(_compare("==", item, what) for item in where)
    return text(what).lower() in text(where).lower()


FUNCTIONS: Functions = {
    "contains": _contains,
    "endswith": lambda where, what: text(where).lower().endswith(text(what).lower()),
    "format": lambda form, *given: re.sub(
        r"\{\{|\}\}|\{(\d+)\}", lambda found: text(given[int(found[1])]) if found[1] else found[0][0], form
    ),
    "fromjson": lambda value: json.loads(text(value)),
    "join": lambda items, sign=",": text(sign).join(map(text, items if isinstance(items, list) else [items])),
    "startswith": lambda where, what: text(where).lower().startswith(text(what).lower()),
    "tojson": lambda value: json.dumps(value, indent=2),
}
"""Functions of values alone; the others depend on the job and its files."""
