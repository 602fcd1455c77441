from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.cli.program import spell_out


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("test unit live", "test --layer unit --layer live"),
        ("lint ruff mypy --fix", "lint --check ruff --check mypy --fix"),
        ("lint --fix ruff --changed mypy", "lint --fix --check ruff --changed --check mypy"),
        ("lint ruff --format json", "lint --check ruff --format json"),
        ("explain GP001", "explain --rule GP001"),
        ("test", "test"),
        ("test --layer unit", "test --layer unit"),
        ("emulator start", "emulator start"),
        ("help cost", "--help cost"),
        ("help cost import", "--help cost-import"),
        ("plan --account test", "plan --account test"),
        ("cost import --region eu-north-1", "cost-import --region eu-north-1"),
        ("scaffold service --kind static-web", "scaffold-service --kind static-web"),
        ("cost --account import", "cost --account import"),
        ("lint cost import", "lint --check cost --check import"),
        ("", ""),
    ],
)
def test_words_are_spelt_out_as_invoke_takes_them(given: str, meant: str) -> None:
    assert spell_out(given.split()) == meant.split()


def run(repository: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(repository / "tasks.py"), *arguments],
        cwd=cwd or repository,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("plan", "--tree", "nowhere"), "nowhere is no folder"),
        (("plan", "--account", "dve"), 'Did you mean "dev"?'),
        (("plan", "--account", "dev", "--unit", "netwrk"), 'Did you mean "network"?'),
        (("graph", "--format", "png"), "use one of: text, json, dot, mermaid"),
        (("emulator", "dance"), "use start, stop, status, env, reset or logs"),
        (("test", "nolayer"), "the layers are: unit, modules, live, policy, review, emulator, accounts"),
        (("lint", "nocheck"), "no check is called nocheck"),
        (("bench", "nothing"), "use evaluate, affected, plan or transform"),
        (("requirements", "--platform", "none"), "those known here: sarcng"),
        (("cots",), 'there is no task cots\n  Did you mean "cost"?'),
        (("help", "cots"), 'Did you mean "cost"?'),
        (("cost", "dev"), "there is no task dev"),
        (("cost", "--acount", "dev"), 'cost has no option --acount\n  Did you mean "--account"?'),
        (("cost", "--account"), "--account needs a value\n  Options of cost: "),
        (("emulator",), "emulator needs 'action'"),
        (("plan", "--terraform-binary", "nonesuch"), "--terraform-binary names nonesuch"),
    ],
)
def test_a_mistake_on_the_command_line_is_told_in_words(
    repository: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = run(repository, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("--list",), ("lint", "--help"), ("explain",), ("graph", "--tree", "live")])
def test_a_reader_that_goes_away_is_no_mistake_and_no_success(repository: Path, arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "tasks.py", *arguments], cwd=repository, stdout=writer, stderr=subprocess.PIPE, text=True
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_tasks_work_from_any_folder_on_the_tree_they_are_told(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "terragrunt.hcl").write_text("inputs = {}\n")
    done = run(repository, "graph", "--tree", ".", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "app" in json.loads(done.stdout)


def test_a_folder_without_units_is_told(repository: Path, tmp_path: Path) -> None:
    for arguments, code in ((("graph", "--tree"), 0), (("render", "--all", "--dir"), 0), (("up", "--tree"), 2)):
        done = run(repository, *arguments, str(tmp_path))
        assert done.returncode == code, done.stderr
        assert f"there is no unit below {tmp_path}" in done.stderr
    assert not (tmp_path / ".groundplan/emulator").exists()


def test_plain_invoke_knows_the_same_tasks(repository: Path) -> None:
    listed = [
        subprocess.run(
            [*command, "--list", "--list-format", "json"], cwd=repository, capture_output=True, text=True, check=True
        ).stdout
        for command in ([sys.executable, "-m", "invoke"], [sys.executable, "tasks.py"])
    ]
    names = [sorted(task["name"] for task in json.loads(each)["tasks"]) for each in listed]
    assert names[0] == names[1]
    assert {"up", "down", "plan", "test", "lint"} <= set(names[0])
