"""From the parser's tree to expressions.

The grammar is more generous than HCL: it takes newlines anywhere, hexadecimal numbers, two arguments on a line. What
HCL refuses is refused here, with HCL's words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NoReturn

from tree_sitter import Node

from .errors import HclError
from .grammar import kind, token
from .numbers import parse_number
from .source import Range, Source
from .syntax import (
    Binary,
    Call,
    Conditional,
    Expr,
    For,
    GetAttr,
    Index,
    Literal,
    Object,
    Splat,
    SplatItem,
    Tuple,
    Unary,
    Variable,
)
from .templates import heredoc, quoted, unescape

MAX_DEPTH = 100  # levels of brackets; each takes some five frames of Python's thousand

_COMMENT = kind("comment")
_EXPRESSION = kind("expression")
_IDENTIFIER = kind("identifier")
_OPERATION = kind("operation")
_CONDITIONAL = kind("conditional")
_BINARY = kind("binary_operation")
_GET_ATTR = kind("get_attr")
_INDEX = kind("index")
_SPLAT = kind("splat")
_LEGACY_INDEX = kind("legacy_index")
_ATTR_SPLAT = kind("attr_splat")
_ELLIPSIS = kind("ellipsis")
_FOR_COND = kind("for_cond")
_OBJECT_ELEM = kind("object_elem")
_ARGUMENTS = kind("function_arguments")
_NUMBER = kind("numeric_lit")
_STRING = kind("string_lit")
_NULL = kind("null_lit")
_LITERAL = kind("literal_value")
_WORDS = {_NULL, kind("bool_lit")}
_QUOTED = kind("quoted_template")
_VARIABLE = kind("variable_expr")
_TUPLE = kind("tuple")
_FOR_TUPLE = kind("for_tuple_expr")
_OPEN = token("(")
_COMMA = token(",")
_OPERATORS = {token(text): text for text in ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"]}


class Builder:
    """Makes the expressions of one source."""

    __slots__ = ("data", "depth", "one_line", "source", "whole_template")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = source.data
        self.depth = 0
        # whether a newline would end the expression: so outside all brackets, where the text has newlines at all
        self.one_line = False
        # whether the heredoc that is read is a text of its own (see ``parse_template``)
        self.whole_template = False

    def attribute_value(self, node: Node) -> Expr:
        """The expression of ``name = expression``."""
        self.one_line = b"\n" in self.data[node.start_byte : node.end_byte]
        try:
            return self.expression(node)
        except RecursionError:
            self._too_deep(node.start_byte)

    def expression(self, node: Node) -> Expr:
        """An ``expression`` node."""
        return self._nested(_code(node))

    def inside_brackets(self, node: Node) -> Expr:
        """An ``expression`` node that may go over several lines."""
        outer, self.one_line = self.one_line, False
        expr = self._nested(_code(node))
        self.one_line = outer
        return expr

    def fail(self, start: int, end: int, summary: str, detail: str = "", hint: str = "") -> NoReturn:
        """Refuse a piece of the source."""
        raise HclError.at(Range(self.source, start, end), summary, detail, hint)

    def text(self, node: Node) -> str:
        """The text of a node, in Unicode normal form C."""
        raw = self.data[node.start_byte : node.end_byte]
        text = raw.decode()
        return text if raw.isascii() else unicodedata.normalize("NFC", text)

    def same_line(self, start: int, end: int, what: str) -> None:
        """Refuse a newline between two tokens where it would end the expression."""
        if self.one_line and self.data.find(b"\n", start, end) >= 0:
            self.fail(
                end,
                end + 1,
                "Unexpected newline in an expression",
                f"{what} must be on the same line.",
                "Put parentheses around an expression of several lines.",
            )

    def _too_deep(self, at: int) -> NoReturn:
        detail = f"Expressions may be nested {MAX_DEPTH} levels deep."
        self.fail(at, at + 1, "Expression nested too deeply", detail, "Split it into several local values.")

    def _nested(self, nodes: list[Node]) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._too_deep(nodes[0].start_byte)
        expr = self._term(nodes)
        self.depth -= 1
        return expr

    def _term(self, nodes: list[Node]) -> Expr:
        """A primary expression and what follows it: ``.name``, ``[key]``, splats."""
        first = nodes[0]
        if first.kind_id == _OPEN:
            expr, position = self.inside_brackets(nodes[1]), 3
        else:
            make = _MAKE.get(first.kind_id)
            if make is None:
                self.fail(first.start_byte, first.end_byte, "Invalid expression", "Expected a value.")
            expr, position = make(self, first), 1
        return self._steps(expr, nodes, position) if position < len(nodes) else expr

    def _steps(self, expr: Expr, nodes: list[Node], position: int) -> Expr:
        while position < len(nodes):
            node = nodes[position]
            position += 1
            self.same_line(nodes[position - 2].end_byte, node.start_byte, "The part after a value")
            number = node.kind_id
            if number == _GET_ATTR:
                name = _code(node)[1]
                expr = GetAttr(self.source, expr.start, node.end_byte, expr, self.text(name))
            elif number == _INDEX:
                expr = self._index(expr, node.children[0])
            elif number == _SPLAT:
                return self._splat(expr, node.children[0], nodes[position:])
            else:
                self.fail(node.start_byte, node.end_byte, "Invalid expression", "An operator is missing before this.")
        return expr

    def _index(self, expr: Expr, node: Node) -> Expr:
        if node.kind_id == _LEGACY_INDEX:
            digits = self.data[node.start_byte : node.end_byte].lstrip(b". \t\r\n")
            key = Literal(self.source, node.end_byte - len(digits), node.end_byte, int(digits))
            return Index(self.source, expr.start, node.end_byte, expr, key, True)
        inner = _code(node)[1]
        return Index(self.source, expr.start, node.end_byte, expr, self.inside_brackets(inner))

    def _splat(self, expr: Expr, node: Node, rest: list[Node]) -> Expr:
        """``.*`` takes the names that follow it into each element, ``[*]`` everything that follows."""
        nodes = _code(node)
        steps, following = nodes[1:] + rest, rest[:0]
        if node.kind_id == _ATTR_SPLAT:
            for position, step in enumerate(steps):
                if step.kind_id != _GET_ATTR and not (
                    step.kind_id == _INDEX and step.children[0].kind_id == _LEGACY_INDEX
                ):
                    steps, following = steps[:position], steps[position:]
                    break
            if following and following[0].kind_id == _SPLAT and following[0].children[0].kind_id == _ATTR_SPLAT:
                at = following[0]
                self.fail(
                    at.start_byte,
                    at.end_byte,
                    "Nested splat expression not allowed",
                    "A splat with a dot cannot follow another one.",
                    "Write [*] for both, or a for-expression.",
                )
        item = SplatItem(self.source, nodes[0].start_byte, nodes[0].end_byte)
        each = self._steps(item, [nodes[0], *steps], 1) if steps else item
        splat = Splat(self.source, expr.start, steps[-1].end_byte if steps else nodes[0].end_byte, expr, each)
        return self._steps(splat, [node, *following], 1) if following else splat

    def _literal_value(self, node: Node) -> Expr:
        child = node.children[0]
        start, end = node.start_byte, node.end_byte
        number = child.kind_id
        if number == _STRING:
            return Literal(self.source, start, end, self.string(child))
        raw = self.data[start:end]
        value: Any
        if number == _NUMBER:
            value = int(raw) if len(raw) < 19 and raw.isdigit() else parse_number(raw.decode())
            if value is None:
                self.fail(start, end, "Invalid number literal", "Numbers are written in decimal: 16, 0.5, 1e3.")
        elif number == _NULL:
            value = None
        else:
            value = raw == b"true"
        return Literal(self.source, start, end, value)

    def string(self, node: Node) -> str:
        """The text of a quoted string without templates."""
        return unescape(self, node.start_byte + 1, node.end_byte - 1)

    def _template(self, node: Node) -> Expr:
        child = node.children[0]
        outer, self.one_line = self.one_line, False
        expr = quoted(self, child) if child.kind_id == _QUOTED else heredoc(self, child)
        self.one_line = outer
        return expr

    def _variable(self, node: Node) -> Expr:
        name = self.text(node)
        if ":" in name:
            self.fail(node.start_byte, node.end_byte, "Invalid name", f'"{name}" can only be the name of a function.')
        return Variable(self.source, node.start_byte, node.end_byte, name)

    def _call(self, node: Node) -> Expr:
        nodes = _code(node)
        arguments: list[Expr] = []
        expand = False
        for child in _code(nodes[2]) if nodes[2].kind_id == _ARGUMENTS else ():
            if child.kind_id == _EXPRESSION:
                arguments.append(self.inside_brackets(child))
            elif child.kind_id == _ELLIPSIS:
                expand = True
        return Call(self.source, node.start_byte, node.end_byte, self.text(nodes[0]), tuple(arguments), expand)

    def _operation(self, node: Node) -> Expr:
        child = _code(node)[0]
        return self._binary(child) if child.kind_id == _BINARY else self._unary(child)

    def _unary(self, node: Node) -> Expr:
        nodes = _code(node)
        self.same_line(nodes[0].end_byte, nodes[1].start_byte, "The operand of an operator")
        operand = self._nested(nodes[1:])
        operator = "-" if self.data[node.start_byte] == ord("-") else "!"
        return Unary(self.source, node.start_byte, node.end_byte, operator, operand)

    def _binary(self, node: Node) -> Expr:
        """A chain of operators; its left side is followed in a loop, because chains get long."""
        rights: list[tuple[str, list[Node]]] = []
        while True:
            nodes = _code(node)
            at = next(i for i, child in enumerate(nodes) if child.kind_id in _OPERATORS)
            self.same_line(nodes[at - 1].end_byte, nodes[at].start_byte, "An operator")
            self.same_line(nodes[at].end_byte, nodes[at + 1].start_byte, "The right side of an operator")
            rights.append((_OPERATORS[nodes[at].kind_id], nodes[at + 1 :]))
            left = nodes[0]
            if at != 1 or left.kind_id != _OPERATION or left.children[0].kind_id != _BINARY:
                break
            node = left.children[0]
        expr = self._nested(nodes[:at])
        for operator, right in reversed(rights):
            operand = self._nested(right)
            expr = Binary(self.source, expr.start, right[-1].end_byte, operator, expr, operand)
        return expr

    def _conditional(self, node: Node) -> Expr:
        """A chain of conditionals. The grammar groups it to the left, HCL to the right; the order is the same."""
        parts: list[Node] = []
        while True:
            nodes = _code(node)
            for before, after in pairwise(nodes):
                self.same_line(before.end_byte, after.start_byte, "A part of a conditional")
            parts[:0] = nodes[2], nodes[4]
            inner = _code(nodes[0])
            if len(inner) != 1 or inner[0].kind_id != _CONDITIONAL:
                break
            node = inner[0]
        parts.insert(0, nodes[0])
        expr = self.expression(parts[-1])
        for position in range(len(parts) - 3, -1, -2):
            condition, then = self.expression(parts[position]), self.expression(parts[position + 1])
            expr = Conditional(self.source, condition.start, expr.end, condition, then, expr)
        return expr

    def _collection(self, node: Node) -> Expr:
        child = node.children[0]
        outer = self.one_line
        if child.kind_id == _TUPLE:
            self.one_line = False
            items = tuple([self.expression(item) for item in child.children if item.kind_id == _EXPRESSION])
            self.one_line = outer
            return Tuple(self.source, node.start_byte, node.end_byte, items)
        self.one_line = b"\n" in self.data[node.start_byte : node.end_byte]
        pairs: list[tuple[Expr, Expr]] = []
        end, comma = node.start_byte + 1, True
        for item in child.children:
            if item.kind_id == _COMMA:
                comma = True
            elif item.kind_id == _OBJECT_ELEM:
                if not comma and self.data.find(b"\n", end, item.start_byte) < 0:
                    self.fail(
                        item.start_byte,
                        item.end_byte,
                        "Missing attribute separator",
                        "Expected a newline or comma to mark the beginning of the next attribute.",
                    )
                if not pairs and self.data.startswith(b"for", item.start_byte):
                    self._not_a_loop(item)
                pairs.append(self._pair(item))
                end, comma = item.end_byte, False
        self.one_line = outer
        return Object(self.source, node.start_byte, node.end_byte, tuple(pairs))

    def _not_a_loop(self, item: Node) -> None:
        """Refuse a first key that is the bare word ``for``, which can only start a for-expression."""
        key = item.children[0]
        if self.text(key) == "for":
            self.fail(
                key.start_byte,
                key.end_byte,
                "Invalid 'for' expression",
                'For expression requires variable name after "for".',
                'As a key, write "for" in quotes.',
            )

    def _pair(self, node: Node) -> tuple[Expr, Expr]:
        nodes = _code(node)
        self.same_line(nodes[0].end_byte, nodes[1].start_byte, 'The "=" after an attribute name')
        self.same_line(nodes[1].end_byte, nodes[2].start_byte, "The value of an attribute")
        key_nodes = _code(nodes[0])
        first = key_nodes[0]
        if first.kind_id == _VARIABLE or (first.kind_id == _LITERAL and first.children[0].kind_id in _WORDS):
            if len(key_nodes) > 1:
                self.fail(
                    first.start_byte,
                    key_nodes[-1].end_byte,
                    "Ambiguous attribute key",
                    "If this is meant as a reference, put it in parentheses; if as a name with dots, in quotes.",
                )
            key: Expr = Literal(self.source, first.start_byte, first.end_byte, self.text(first))
        else:
            key = self._nested(key_nodes)
        return key, self.expression(nodes[2])

    def _for(self, node: Node) -> Expr:
        child = node.children[0]
        outer, self.one_line = self.one_line, False
        intro, *parts = (c for c in _code(child)[1:-1])
        names, collection = self.for_intro(intro)
        key: Expr | None = None
        condition: Expr | None = None
        group = False
        values: list[Expr] = []
        for part in parts:
            number = part.kind_id
            if number == _EXPRESSION:
                values.append(self.expression(part))
            elif number == _ELLIPSIS:
                group = True
            elif number == _FOR_COND:
                condition = self.expression(_code(part)[1])
        if child.kind_id != _FOR_TUPLE:
            key = values.pop(0)
        self.one_line = outer
        first = names[0] if len(names) > 1 else None
        start, end = node.start_byte, node.end_byte
        return For(self.source, start, end, first, names[-1], collection, key, values[0], condition, group)

    def for_intro(self, node: Node) -> tuple[list[str], Expr]:
        """``for k, v in collection``: the names and the collection."""
        nodes = _code(node)
        names = [self.text(child) for child in nodes if child.kind_id == _IDENTIFIER]
        collection = next(child for child in nodes if child.kind_id == _EXPRESSION)
        return names, self.expression(collection)


def _code(node: Node) -> list[Node]:
    """The children without comments."""
    return [child for child in node.children if child.kind_id != _COMMENT]


_MAKE: dict[int, Callable[[Builder, Node], Expr]] = {
    _EXPRESSION: Builder.expression,
    _LITERAL: Builder._literal_value,
    kind("template_expr"): Builder._template,
    kind("collection_value"): Builder._collection,
    kind("variable_expr"): Builder._variable,
    kind("function_call"): Builder._call,
    kind("for_expr"): Builder._for,
    kind("operation"): Builder._operation,
    _CONDITIONAL: Builder._conditional,
}
