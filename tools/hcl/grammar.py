"""The parser's grammar: tree-sitter's HCL, and the numbers of its node kinds."""

from __future__ import annotations

import tree_sitter_hcl
from tree_sitter import Language, Parser, Tree

LANGUAGE = Language(tree_sitter_hcl.language())
_PARSER = Parser(LANGUAGE)


def tree_of(data: bytes) -> Tree:
    """The parser's tree of a text."""
    return _PARSER.parse(data)


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
