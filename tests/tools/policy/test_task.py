"""The task: what it looked at is what it answers for."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from invoke import Context, Exit

from tools.cli import planned as planning
from tools.cli.quality import security
from tools.compose import cut

LOOSE = {"a/own": "its module configures a provider of its own"}


def ended(monkeypatch: pytest.MonkeyPatch, tree: Path, document: dict[str, Any], apart: dict[str, str]) -> int:
    planned = SimpleNamespace(
        plan=cut(document, []), composition=SimpleNamespace(apart=apart), folder=tree, failed={}
    )  # fmt: skip
    monkeypatch.setattr(planning, "plan_tree", lambda *_: planned)
    try:
        security(Context(), tree=str(tree), format="json")
    except Exit as end:
        return int(end.code)
    return 0


@pytest.mark.parametrize(("apart", "code"), [({}, 0), (LOOSE, 2)])
def test_a_unit_that_was_not_looked_at_is_no_clean_result(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    apart: dict[str, str],
    code: int,
) -> None:
    empty = {"planned_values": {"root_module": {}}}
    assert ended(monkeypatch, tmp_path, empty, apart) == code
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert err.splitlines() == [
        f"{path} was not looked at, as it is no part of the plan: {why}" for path, why in apart.items()
    ]
