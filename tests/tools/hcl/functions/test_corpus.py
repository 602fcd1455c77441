"""Hundreds of calls, typical, odd and wrong: the value, byte for byte, and the type are Terraform's; or both fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tools.hcl.functions import FUNCTIONS

CORPUS = Path(__file__).parent / "corpus"
FAMILIES = sorted(path.stem for path in CORPUS.glob("*.hcl"))


def expressions(family: str) -> list[str]:
    return [line for line in (CORPUS / f"{family}.hcl").read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize("family", FAMILIES)
def test_as_terraform(family: str, differences: Callable[[Sequence[str]], list[str]]) -> None:
    found = differences(expressions(family))
    assert not found, "\n".join(found)


def test_the_corpus_calls_every_function() -> None:
    text = "\n".join("\n".join(expressions(family)) for family in FAMILIES)
    clocks = {"timestamp", "plantimestamp"}
    assert [name for name in FUNCTIONS if f"{name}(" not in text and name not in clocks] == []
