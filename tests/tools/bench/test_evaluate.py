"""The benchmark measures what it says: a tree of that many units, evaluated without errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.bench.evaluate import generate_tree, main
from tools.live import Options, load


def test_the_generated_tree_is_what_it_claims_to_be(tmp_path: Path) -> None:
    tree = load(generate_tree(tmp_path, 60), Options(env={}))
    assert tree.errors == []
    assert len(tree.units) == 60
    first, other = tree.units["account-0/region-0/unit-7"], tree.units["account-0/region-1/unit-50"]
    assert {path.name for path in first.files} == {"terragrunt.hcl", "root.hcl", "account.hcl", "region.hcl", "env.hcl"}
    assert len(first.inputs) == 13
    assert first.needs == ("account-0/region-0/unit-3", "account-0/region-0/unit-6")
    assert other.needs == ()


def test_the_command_prints_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--units", "3", "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert [(figure["what"], figure["units"]) for figure in figures] == [
        ("groundplan graph", 3),
        ("groundplan render", 3),
    ]
    assert all(figure["wall_seconds"] > 0 for figure in figures)


def test_terragrunt_has_to_be_there(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert main(["--units", "3", "--terragrunt"]) == 2
    assert "not on PATH" in capsys.readouterr().err
