"""The summary on a terminal is short."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from tests.tools.review.report import samples
from tools.review.report import summary
from tools.review.report.terminal import LINES


def printed(name: str, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, emoji=False)
    console.print(summary(samples.ALL[name]()))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("width", [60, 100, 200])
def test_it_is_short_at_any_width(name: str, width: int) -> None:
    lines = printed(name, width).splitlines()
    assert 0 < len(lines) <= LINES
    assert all(len(line) <= width for line in lines)
    assert "\x1b" not in "".join(lines)


def test_it_says_what_matters_first() -> None:
    lines = printed("dangerous", 160).splitlines()
    assert lines[0].startswith("Needs a decision: 5 points block")
    assert "aws_db_instance.this" in lines[1] and "blocks" in lines[1]
    assert any("services/sarcng-api/dns/record" in line and "low" in line for line in lines)


def test_what_is_left_out_is_counted() -> None:
    assert "and 288 more units" in printed("huge")
