"""The parser's grammar: tree-sitter's HCL, and the numbers of its node kinds.

Where the grammar does not know HCL, the parser is given a masked text of the same length; what a node says is always
read from the real one.
"""

from __future__ import annotations

import re

import tree_sitter_hcl
from tree_sitter import Language, Parser, Tree

LANGUAGE = Language(tree_sitter_hcl.language())
_PARSER = Parser(LANGUAGE)


# "$$${" is "$" and the escape "$${", to the grammar "$$" and an interpolation.
_ESCAPED = re.compile(rb"([$%])\1+\{")
# "1e3" is a number, to the grammar only "1.0e3" is.
_EXPONENT = re.compile(rb"(?<![\w.])\d+[eE][+-]?\d+(?![\w.])")


def tree_of(data: bytes) -> Tree:
    """The parser's tree of a text."""
    if b"$$${" in data or b"%%%{" in data:
        data = _ESCAPED.sub(lambda match: match.group()[:-1] + b"_", data)
    tree = _PARSER.parse(data)
    if tree.root_node.has_error and _EXPONENT.search(data):
        tree = _PARSER.parse(_EXPONENT.sub(lambda match: b"0" * len(match.group()), data))
    return tree


def kind(name: str) -> int:
    """The number of a named node kind."""
    number = LANGUAGE.id_for_node_kind(name, True)
    assert number is not None, name  # noqa: S101 - a grammar that lacks it is another grammar
    return number


def token(text: str) -> int:
    """The number of a token such as ``{``."""
    number = LANGUAGE.id_for_node_kind(text, False)
    assert number is not None, text  # noqa: S101 - see above
    return number
