"""Text -> syntax tree: bodies, single expressions, templates."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path

from tree_sitter import Node

from .errors import HclError
from .expressions import MAX_DEPTH, Builder
from .grammar import kind, tree_of
from .json_syntax import parse_json
from .mistakes import explain
from .source import Range, Source
from .syntax import Attribute, Block, Body, Expr, Template

_BODY = kind("body")
_ATTRIBUTE = kind("attribute")
_BLOCK = kind("block")
_BLOCK_START = kind("block_start")
_BLOCK_END = kind("block_end")
_STRING = kind("string_lit")
_IDENTIFIER = kind("identifier")
_COMMENT = kind("comment")


def parse(source: Source) -> Body:
    """The body of a file, in native syntax or, where its name ends in ``.json``, in JSON."""
    return _parse(source.path, source.data)


@lru_cache(maxsize=512)
def _parse(path: Path, data: bytes) -> Body:
    source = Source(path, data)
    if path.suffix == ".json":
        return parse_json(source, parse_template)
    root = tree_of(data).root_node
    if root.has_error:
        raise HclError(explain(source, root))
    return _body(Builder(source), root, 0, len(data))


def parse_expression(source: Source) -> Expr:
    """A text that is one expression, over as many lines as it likes."""
    shifted = _Shifted(source, b"x = (", b"\n)\n")
    expr = _value(shifted)
    if expr is None:
        raise HclError.at(Range(source, 0, len(source.data)), "Invalid expression", "Expected one expression.")
    return expr


def parse_template(source: Source) -> Expr:
    """A text that is a template as a whole: a file for ``templatefile``, a string in JSON."""
    if b"${" not in source.data and b"%{" not in source.data:
        from .syntax import Literal

        return Literal(source, 0, len(source.data), source.text)
    mark = b"EOT"
    while mark in source.data:
        mark += b"_"
    expr = _value(_Shifted(source, b"x = <<" + mark + b"\n", b"\n" + mark + b"\n"), template=True)
    if expr is None:
        raise HclError.at(Range(source, 0, len(source.data)), "Invalid template", "Expected one template.")
    if isinstance(expr, Template) and len(expr.parts) == 1:
        return expr.parts[0]  # a lone interpolation gives its value, whatever type it has
    return expr


def check(body: Body) -> None:
    """Convert every expression now, so that mistakes show which otherwise would only when a value is needed."""
    for attribute in body.attributes.values():
        _ = attribute.expr
    for block in body.blocks:
        check(block.body)


class _Shifted(Source):
    """A text with something before and after it that makes it a file; positions are those in the text alone."""

    __slots__ = ("before", "inner")

    def __init__(self, inner: Source, before: bytes, after: bytes) -> None:
        super().__init__(inner.path, before + inner.data + after)
        self.inner = inner
        self.before = len(before)

    def _inside(self, offset: int) -> int:
        return min(max(offset - self.before, 0), len(self.inner.data))

    def line_of(self, offset: int) -> int:
        return self.inner.line_of(self._inside(offset))

    def column_of(self, offset: int) -> int:
        return self.inner.column_of(self._inside(offset))

    def line_text(self, line: int) -> str:
        return self.inner.line_text(line)


def _value(source: _Shifted, template: bool = False) -> Expr | None:
    """The value of the only attribute of a file."""
    root = tree_of(source.data).root_node
    if root.has_error:
        raise HclError(explain(source, root))
    nodes = [node for body in root.children if body.kind_id == _BODY for node in body.children]
    nodes = [node for node in nodes if node.kind_id != _COMMENT]
    if len(nodes) != 1 or nodes[0].kind_id != _ATTRIBUTE:
        return None
    builder = Builder(source)
    builder.whole_template = template
    return builder.inside_brackets(nodes[0].children[-1])


def _body(builder: Builder, node: Node | None, start: int, end: int) -> Body:
    """The attributes and blocks directly inside a node."""
    source = builder.source
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    if node is None:
        return Body(attributes, blocks, Range(source, start, end))
    children = node.children
    if node.kind_id != _BODY:
        children = list(chain.from_iterable(c.children if c.kind_id == _BODY else (c,) for c in children))
    data = builder.data
    previous = -1
    for child in children:
        number = child.kind_id
        if number == _COMMENT:
            continue
        at = child.start_byte
        if previous >= 0 and data.find(b"\n", previous, at) < 0:
            builder.fail(at, at + 1, "Missing newline", "Each argument and each block starts on a line of its own.")
        previous = child.end_byte
        if number == _ATTRIBUTE:
            attribute = _attribute(builder, child)
            earlier = attributes.setdefault(attribute.name, attribute)
            if earlier is not attribute:
                builder.fail(
                    at,
                    attribute.name_end,
                    "Attribute redefined",
                    f'"{attribute.name}" was already set on line {earlier.range.line}.',
                    "Each argument can be set once.",
                )
        else:
            blocks.append(_block(builder, child))
    return Body(attributes, blocks, Range(source, start, end))


def _attribute(builder: Builder, node: Node) -> Attribute:
    children = node.children
    name, value = children[0], children[-1]
    builder.one_line = True
    for before, after in pairwise(children):
        builder.same_line(before.end_byte, after.start_byte, "The value of an argument")
    return Attribute(
        builder.text(name),
        builder.source,
        node.start_byte,
        node.end_byte,
        name.end_byte,
        lambda: Builder(builder.source).attribute_value(value),
    )


def _block(builder: Builder, node: Node) -> Block:
    labels: list[str] = []
    body: Node | None = None
    head_end = inner_start = inner_end = 0
    for child in node.children:
        number = child.kind_id
        if number == _IDENTIFIER:
            labels.append(builder.text(child))
            head_end = child.end_byte
        elif number == _STRING:
            labels.append(_label(builder, child))
            head_end = child.end_byte
        elif number == _BLOCK_START:
            inner_start = child.end_byte
        elif number == _BLOCK_END:
            inner_end = child.start_byte
        elif number == _BODY:
            body = child
    data = builder.data
    if data.find(b"\n", head_end, inner_start) >= 0:
        builder.fail(head_end, head_end, "Invalid block definition", 'The "{" must be on the same line as the head.')
    builder.depth += 1
    if builder.depth > MAX_DEPTH:
        detail = f"Blocks may be nested {MAX_DEPTH} levels deep."
        builder.fail(node.start_byte, head_end, "Block nested too deeply", detail)
    content = _body(builder, body, inner_start, inner_end)
    builder.depth -= 1
    if body is not None:
        _block_lines(builder, content, body, inner_start, inner_end)
    return Block(labels[0], tuple(labels[1:]), content, builder.source, node.start_byte, head_end)


def _label(builder: Builder, node: Node) -> str:
    """A label in quotes, which is a string without anything to evaluate."""
    label = builder.string(node)
    if b"${" in (raw := builder.data[node.start_byte : node.end_byte]) and b"$${" not in raw:
        builder.fail(node.start_byte, node.end_byte, "Invalid label", "Templates are not allowed in a label.")
    return label


def _block_lines(builder: Builder, content: Body, body: Node, start: int, end: int) -> None:
    """A block is one line with at most one argument, or has a newline after ``{`` and before ``}``."""
    data = builder.data
    opened = data.find(b"\n", start, body.start_byte) >= 0
    closed = data.find(b"\n", body.end_byte, end) >= 0
    single = len(content.attributes) == 1 and not content.blocks
    if opened and not closed:
        builder.fail(end, end + 1, "Missing newline", 'The "}" that closes a block is on a line of its own.')
    if not opened and (closed or not single):
        builder.fail(
            body.start_byte,
            body.start_byte + 1,
            "Invalid single-line block definition",
            'A block on one line holds a single argument; otherwise a newline follows the "{".',
        )
