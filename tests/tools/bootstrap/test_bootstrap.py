"""The steps of a bootstrap, without Terraform: what is refused. What it makes is tried on the emulator."""

from __future__ import annotations

from typing import Any

import pytest

from tools.bootstrap.bootstrap import counts
from tools.errors import GroundplanError


def change(address: str, *actions: str, mode: str = "managed", **more: Any) -> dict[str, Any]:
    return {"address": address, "mode": mode, "change": {"actions": list(actions), **more}}


def test_what_is_done_is_counted() -> None:
    changes = [
        change("a", "create"),
        change("b", "update", importing={"id": "b"}),
        change("f", "update"),
        change("c", "no-op", importing={"id": "c"}),
        change("d", "no-op"),
        change("e", "read", mode="data"),
    ]
    assert counts({"resource_changes": changes}, "unit") == (1, 1, 2)


@pytest.mark.parametrize("actions", [["delete"], ["delete", "create"], ["create", "delete"]])
def test_nothing_is_ever_destroyed(actions: list[str]) -> None:
    with pytest.raises(GroundplanError) as caught:
        counts({"resource_changes": [change("aws_s3_bucket.this", *actions)]}, "accounts/dev/states")
    assert "accounts/dev/states would destroy aws_s3_bucket.this" in str(caught.value)
