from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.assume import Placeholder, Store, Unsettled, store
from tools.assume.store import Part

PART = Part(
    resources=[{"type": "x", "instances": [{"attributes": {"name": "ä"}}]}],
    document={"planned": None},
    placeholders=(Placeholder("a55eed", "x.a", "id"),),
    unsettled=(Unsettled("x.a", ("name",), "update"),),
)


def test_what_is_put_is_got(tmp_path: Path) -> None:
    kept = Store(tmp_path / "deep" / "er")
    assert kept.get("key") is None
    kept.put("key", PART)
    assert kept.get("key") == PART
    assert kept.get("other") is None


def test_half_a_file_is_nothing(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    kept.put("key", PART)
    (path,) = tmp_path.iterdir()
    path.write_text(path.read_text()[:20])
    assert kept.get("key") is None


def test_what_was_not_asked_for_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MOST", 2)
    kept = Store(tmp_path)
    for age, key in enumerate(("a", "b", "c")):
        kept.put(key, PART)
        os.utime(tmp_path / f"{key}.json", (age + 1, age + 1))
    assert kept.get("a") == PART
    kept.prune()
    assert [key for key in ("a", "b", "c") if kept.get(key)] == ["a", "c"]
