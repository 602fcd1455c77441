"""`./inv ci`, as the workflows and people call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.files import write


def run(repository: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(repository / "tasks.py"), "ci", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("stimulate",), "use simulate, shards or surprises"),
        (("shards", "--account", "dev"), "ci shards needs --matrix FILE"),
        (("surprises", "--plans", "nowhere", "--reviewed", "x"), "this is no review"),
    ],
)
def test_a_mistake_is_told_in_words(repository: Path, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run(repository, tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_order_of_shards_is_that_of_the_tree(repository: Path, tmp_path: Path) -> None:
    needs = 'dependency "key" {\n  config_path = "../../west/key"\n}\n'
    units = {"accounts/prod/east/db": needs, "accounts/prod/west/key": "", "accounts/prod/north/lake": ""}
    write(tmp_path, {f"live/{unit}/terragrunt.hcl": text for unit, text in units.items()})
    jobs = [{"account": "prod", "region": unit.split("/")[2], "units": [unit]} for unit in units]
    (tmp_path / "matrix.json").write_text(json.dumps({"include": jobs}))
    done = run(repository, tmp_path, "shards", "--matrix", "matrix.json", "--account", "prod", "--tree", "live")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [(job["region"], job["wave"]) for job in found["matrix"]["include"]] == [
        ("north", 0),
        ("west", 0),
        ("east", 1),
    ]
    none = run(repository, tmp_path, "shards", "--matrix", "matrix.json", "--account", "dev", "--tree", "live")
    assert (none.returncode, none.stdout) == (0, "\n")


def test_a_surprise_is_a_finding(repository: Path, tmp_path: Path) -> None:
    change = {"address": "aws_x.y", "mode": "managed", "change": {"actions": ["delete", "create"]}}
    plan = {"format_version": "1.2", "planned_values": {}, "resource_changes": [change]}
    told = [{"address": "aws_x.y", "action": "change"}]
    write(
        tmp_path,
        {
            "plans/dev/dns/tfplan.json": json.dumps(plan),
            "review.json": json.dumps({"units": [{"path": "dev/dns", "planned": True, "changes": told}]}),
        },
    )
    done = run(repository, tmp_path, "surprises", "--plans", "plans", "--reviewed", "review.json")
    assert done.returncode == 1
    assert done.stdout == "dev/dns: aws_x.y: replace, where the review says update\n"
