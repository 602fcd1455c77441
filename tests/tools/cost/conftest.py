"""Small hand-made estates, priced."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tools.compose.snapshot import Resource
from tools.cost import Bill, Usage, places, price, read_usage

TODAY = datetime.date(2026, 11, 22)
UNIT = "accounts/dev/us-east-1/app"

Estate = Mapping[str, Mapping[str, Any]]
"""Address (``type.name``) -> attributes; all in one unit."""


def resources(estate: Estate, unit: str = UNIT) -> list[Resource]:
    """The resources of a unit."""
    return [
        Resource(unit, address, f"module.app.{address}", address.split(".")[0], address.split(".")[1], None, values)
        for address, values in estate.items()
    ]


def bill(estate: Estate, usage: Usage | None = None, *, unit: str = UNIT, today: datetime.date = TODAY) -> Bill:
    """What a unit costs."""
    found = resources(estate, unit)
    return price(found, places([unit]), usage or Usage({}), today=today)


@pytest.fixture
def told(tmp_path: Path) -> Callable[[str], Usage]:
    """Usage files of a tree, from the text of the one at its root."""

    def read(text: str, folder: str = "") -> Usage:
        path = tmp_path / folder / "usage.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return read_usage(tmp_path, [UNIT])

    return read
