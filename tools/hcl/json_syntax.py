"""The JSON form of the language (``*.tf.json``, ``terragrunt.hcl.json``): the same body, made from JSON.

Which properties are blocks is known only to who reads the body, so everything is an attribute, and strings are
templates; :func:`blocks_from_json` turns an attribute into blocks where blocks are expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from json import JSONDecodeError
from json.decoder import scanstring as _scan_string  # type: ignore[attr-defined]
from typing import Any

from .errors import HclError
from .numbers import parse_number
from .source import Range, Source
from .syntax import Attribute, Block, Body, Expr, Literal, Object, Tuple

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
_MAX_DEPTH = 200

TemplateParser = Callable[[Source], Expr]


def parse_json(source: Source, parse_template: TemplateParser) -> Body:
    """The body of a JSON file."""
    reader = _Reader(source, parse_template)
    root = reader.document()
    if not isinstance(root, Object):
        raise HclError.at(root.range, "Root value must be an object", "A configuration is a JSON object.")
    return _body(root)


def blocks_from_json(attribute: Attribute, labels: int) -> list[Block]:
    """The blocks that an attribute of a JSON body stands for: ``labels`` levels of names, then bodies or lists."""
    found: list[Block] = []
    _collect(attribute, attribute.expr, (), labels, found)
    return found


def _collect(attribute: Attribute, expr: Expr, names: tuple[str, ...], labels: int, found: list[Block]) -> None:
    if isinstance(expr, Tuple):
        for item in expr.items:
            _collect(attribute, item, names, labels, found)
    elif not isinstance(expr, Object):
        raise HclError.at(
            expr.range, "Incorrect JSON value type", f'Expected an object for the block "{attribute.name}".'
        )
    elif labels:
        for key, value in expr.items:
            _collect(attribute, value, (*names, _name(key)), labels - 1, found)
    else:
        found.append(Block(attribute.name, names, _body(expr), attribute.source, attribute.start, attribute.name_end))


def _name(key: Expr) -> str:
    assert isinstance(key, Literal)  # noqa: S101 - the reader makes nothing else
    return str(key.value)


def _body(root: Object) -> Body:
    attributes: dict[str, Attribute] = {}
    for key, value in root.items:
        name = _name(key)
        if name == "//":
            continue
        if name in attributes:
            raise HclError.at(key.range, "Attribute redefined", f'"{name}" was already set.')
        attributes[name] = Attribute(name, root.source, key.start, value.end, key.end, value)
    return Body(attributes, [], root.range)


class _Reader:
    """A JSON reader that keeps positions. Offsets into the text are turned into offsets into its bytes."""

    def __init__(self, source: Source, parse_template: TemplateParser) -> None:
        self.source = source
        self.text = source.text
        self.ascii = self.text.isascii()
        self.parse_template = parse_template
        self.position = 0
        self.depth = 0

    def document(self) -> Expr:
        expr = self._value()
        self._skip()
        if self.position < len(self.text):
            self._fail("Extraneous data after value", "Only one value can be in a file.")
        return expr

    def _offset(self, position: int) -> int:
        return position if self.ascii else len(self.text[:position].encode())

    def _fail(self, summary: str, detail: str = "", start: int | None = None) -> HclError:
        at = self._offset(self.position if start is None else start)
        raise HclError.at(Range(self.source, at, at + 1), summary, detail)

    def _skip(self) -> str:
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position
        return self.text[self.position : self.position + 1]

    def _value(self) -> Expr:
        character = self._skip()
        start = self.position
        if character == "{":
            return self._object(start)
        if character == "[":
            return self._array(start)
        if character == '"':
            text = self._string()
            begin, end = self._offset(start), self._offset(self.position)
            if "${" in text or "%{" in text:
                return self.parse_template(_StringSource(self.source, begin + 1, text))
            return Literal(self.source, begin, end, text)
        value: Any
        number = _NUMBER.match(self.text, start)
        if number:
            self.position = number.end()
            value = parse_number(number.group())
        else:
            word = next((word for word in _WORDS if self.text.startswith(word, start)), None)
            if word is None:
                self._fail("Invalid JSON", f"Expected a value{', found the end of the file' if not character else ''}.")
            value = _WORDS[word or ""]
            self.position += len(word or "")
        return Literal(self.source, self._offset(start), self._offset(self.position), value)

    def _string(self) -> str:
        start = self.position
        try:
            text, self.position = _scan_string(self.text, start + 1, True)
        except JSONDecodeError as error:
            self._fail("Invalid JSON string", f"{error.msg}.", start=error.pos)
        return str(text)

    def _nest(self) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self._fail("Value nested too deeply", f"Values may be nested {_MAX_DEPTH} levels deep.")
        self.position += 1

    def _next(self, closer: str) -> bool:
        """After an element: whether another one follows."""
        character = self._skip()
        if character not in {",", closer} or not character:
            self._fail("Invalid JSON", f'Expected "," or "{closer}".')
        self.position += 1
        return character == ","

    def _object(self, start: int) -> Expr:
        self._nest()
        pairs: list[tuple[Expr, Expr]] = []
        more = self._skip() != "}"
        self.position += not more
        while more:
            if self._skip() != '"':
                self._fail("Invalid JSON", "Expected a property name in double quotes.")
            at = self.position
            name = self._string()
            key = Literal(self.source, self._offset(at), self._offset(self.position), name)
            if self._skip() != ":":
                self._fail("Invalid JSON", 'Expected ":" after the property name.')
            self.position += 1
            template = self.parse_template(_StringSource(self.source, key.start + 1, name)) if "${" in name else key
            pairs.append((template, self._value()))
            more = self._next("}")
        self.depth -= 1
        return Object(self.source, self._offset(start), self._offset(self.position), tuple(pairs))

    def _array(self, start: int) -> Expr:
        self._nest()
        items: list[Expr] = []
        more = self._skip() != "]"
        self.position += not more
        while more:
            items.append(self._value())
            more = self._next("]")
        self.depth -= 1
        return Tuple(self.source, self._offset(start), self._offset(self.position), tuple(items))


class _StringSource(Source):
    """The text of a JSON string; positions are those of the string in its file (exact up to the first escape)."""

    __slots__ = ("file", "shift")

    def __init__(self, file: Source, shift: int, text: str) -> None:
        super().__init__(file.path, text)
        self.file = file
        self.shift = shift

    def line_of(self, offset: int) -> int:
        return self.file.line_of(self.shift + offset)

    def column_of(self, offset: int) -> int:
        return self.file.column_of(self.shift + offset)

    def line_text(self, line: int) -> str:
        return self.file.line_text(line)
