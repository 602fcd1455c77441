"""python-hcl2 reads the same blocks of the library's modules as the reader that the READMEs and lint rest on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hcl2.query import DocumentView

from tools.docs import Block, read_blocks

# Some of everything: heredocs, nested blocks, validations, templates, comments between attributes.
FILES = (
    "compute/ecs-alb-service/variables-container.tf",
    "compute/lambda-function/locals.tf",
    "database/main.tf",
    "network/endpoints.tf",
    "network/outputs.tf",
    "network/versions.tf",
)


def _squeezed(text: str) -> str:
    """A text without comments and blanks: python-hcl2 takes the comments after an expression along."""
    return re.sub(r"\s+", "", re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", text))


def _same(block: Block, view: Any, text: str) -> None:
    meta = view.raw._meta
    assert (block.kind, list(block.labels)) == (view.block_type, list(view.name_labels))
    assert (block.place.line, block.place.end_line) == (meta.line, meta.end_line)
    assert block.text == text[meta.start_pos : meta.end_pos]
    theirs = {each.name: each.value_node.raw._meta for each in view.attributes()}
    assert list(block.attributes) == list(theirs)
    for name, place in theirs.items():
        assert _squeezed(block.attributes[name]) == _squeezed(text[place.start_pos : place.end_pos])
    inner = list(view.blocks())
    assert len(block.blocks) == len(inner)
    for ours, other in zip(block.blocks, inner, strict=True):
        _same(ours, other, text)


@pytest.mark.parametrize("file", FILES)
def test_two_readers_agree(repository: Path, file: str) -> None:
    path = repository / "modules" / file
    text = path.read_text(encoding="utf-8")
    views = list(DocumentView.parse(text).blocks())
    blocks = read_blocks(path)
    assert len(blocks) == len(views) > 0
    for block, view in zip(blocks, views, strict=True):
        _same(block, view, text)
