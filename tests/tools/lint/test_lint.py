import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files import write
from tools.errors import GroundplanError
from tools.lint import CHECKS, Check, Finding, Project, SkipCheck, lint, open_project, run_checks, running
from tools.lint import checks as registry


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four checks with one result each in place of the real ones."""

    def good(project: Project) -> Iterator[Finding]:
        """All is well."""
        yield from ()

    def bad(project: Project) -> Iterator[Finding]:
        """Not [bold]well[/]."""
        yield Finding("b.py", 3, "wrong :100: [x]", "mend it", fixed=project.fix)
        yield Finding("a.py", 7, "wrong", fixed=project.fix)

    def absent(project: Project) -> Iterator[Finding]:
        """Not here."""
        raise SkipCheck("no such program: get it there")

    def broken(project: Project) -> Iterator[Finding]:
        """Breaks."""
        raise GroundplanError("it fell over")

    table = {f.__name__: Check(f.__name__, f.__doc__ or "", f, f is bad) for f in (good, bad, absent, broken)}
    monkeypatch.setattr(registry, "CHECKS", table)
    monkeypatch.setattr(running, "CHECKS", table)


@pytest.mark.usefixtures("checks")
def test_outcomes_come_in_order_with_findings_sorted(worktree: Path) -> None:
    outcomes = run_checks(worktree)
    assert [(o.check, o.status) for o in outcomes] == [
        ("good", "passed"),
        ("bad", "failed"),
        ("absent", "skipped"),
        ("broken", "broken"),
    ]
    assert [f.path for f in outcomes[1].findings] == ["a.py", "b.py"]
    assert outcomes[2].words == "no such program: get it there"
    assert "it fell over" in outcomes[3].words


@pytest.mark.usefixtures("checks")
@pytest.mark.parametrize(
    ("names", "fix", "code"),
    [(["good"], False, 0), (["good", "absent"], False, 0), (["bad"], False, 1), (["bad"], True, 0), ([], False, 2)],
)
def test_exit_codes(worktree: Path, names: list[str], fix: bool, code: int) -> None:
    assert lint(worktree, names, fix=fix) == code


@pytest.mark.usefixtures("checks")
def test_the_report_names_places_skips_and_text_as_it_is(worktree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lint(worktree)
    out, err = capsys.readouterr()
    assert "b.py:3: wrong :100: [x] (mend it) [bad]" in out
    assert "skipped" in out
    assert "no such program" in out
    assert err == ""


@pytest.mark.usefixtures("checks")
def test_json_is_all_of_stdout(worktree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(worktree, ["bad", "absent"], output="json") == 1
    report = json.loads(capsys.readouterr().out)
    assert [entry["check"] for entry in report] == ["bad", "absent"]
    first = {"path": "a.py", "line": 7, "message": "wrong", "hint": "", "fixed": False, "rule": ""}
    assert report[0]["findings"][0] == first


@pytest.mark.usefixtures("checks")
def test_an_unknown_name_is_told_with_the_known_ones(worktree: Path) -> None:
    with pytest.raises(GroundplanError, match="no check is called nope") as caught:
        lint(worktree, ["good", "nope"])
    assert "good, bad, absent, broken" in str(caught.value)


def test_every_check_says_what_it_proves() -> None:
    assert all(check.summary.endswith(".") for check in CHECKS.values())


def test_the_project_is_what_git_knows(worktree: Path) -> None:
    write(
        worktree,
        {
            "tracked.txt": "x",
            "gone.txt": "x",
            "sub dir/new ü.txt": "x",
            "ignored.log": "x",
            ".gitignore": "*.log\n",
            ".gitattributes": "fixtures/** -lint\n",
            "fixtures/wrong.txt": "x ",
        },
    )
    (worktree / "link.txt").symlink_to("tracked.txt")
    subprocess.run(["git", "add", "tracked.txt", "gone.txt", "fixtures"], cwd=worktree, check=True)
    (worktree / "gone.txt").unlink()
    assert open_project(worktree).files == (".gitattributes", ".gitignore", "sub dir/new ü.txt", "tracked.txt")


def test_any_name_of_a_file_is_told(worktree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [os.fsdecode(name) for name in (b"caf\xe9.md", b'a "b"\n[c].md')]
    write(worktree, dict.fromkeys(names, "x \n"))
    assert lint(worktree, ["whitespace", "size", "links"]) == 1
    assert "caf\\udce9.md:1: " in capsys.readouterr().out
    assert lint(worktree, ["whitespace"], output="sarif") == 1
    assert '"uri": "caf%E9.md"' in capsys.readouterr().out
    assert lint(worktree, ["whitespace"], output="json") == 1
    assert lint(worktree, ["whitespace"], fix=True) == 0


def test_a_file_that_goes_meanwhile_is_no_file(worktree: Path) -> None:
    write(worktree, {"a.md": "x \n", "b.json": "{"})
    project = open_project(worktree)
    for file in project.files:
        (worktree / file).unlink()
    outcomes = running.run_all([CHECKS[name] for name in ("whitespace", "syntax", "size", "secrets")], project)
    assert [outcome.words for outcome in outcomes if outcome.status == "broken"] == []


def test_a_folder_without_git_is_an_error_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GroundplanError, match="git"):
        open_project(tmp_path)


def test_fixers_run_one_after_the_other_and_leave_a_clean_project(worktree: Path) -> None:
    write(worktree, {"a.tf": "x = 1 \nbcd = 2", "b.md": "text  \n"})
    names = ["fmt", "whitespace"]
    assert lint(worktree, names) == 1
    assert lint(worktree, names, fix=True) == 0
    assert lint(worktree, names) == 0
    assert (worktree / "a.tf").read_text() == "x   = 1\nbcd = 2\n"


def test_an_empty_project_is_clean(worktree: Path) -> None:
    names = [name for name in CHECKS if name != "mypy"]
    assert {(o.check, o.status) for o in run_checks(worktree, names)} == {(name, "passed") for name in names}
