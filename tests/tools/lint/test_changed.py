"""With --changed only what differs from where the head left the main branch is looked at, and what rests on it."""

import subprocess
from pathlib import Path

import pytest

from tests.files import write
from tools.errors import GroundplanError
from tools.lint import lint, run_checks
from tools.lint.changed import changed_files

BAD = 'resource "a" "b" {\n  count = 2\n}\n'
GOOD = 'resource "a" "b" {\n}\n'


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(worktree: Path) -> Path:
    """Two modules that were wrong on main, and a branch from there."""
    git(worktree, "checkout", "-qb", "main")
    write(worktree, {"modules/a/main.tf": BAD, "modules/b/main.tf": BAD, "notes.md": "x \n", "old.md": "x\n"})
    git(worktree, "add", ".")
    git(worktree, "commit", "-qm", "one")
    git(worktree, "checkout", "-qb", "topic")
    return worktree


def found(project: Path, *names: str, base: str | None = None) -> list[str]:
    outcomes = run_checks(project, names, changed=True, base=base)
    return [each.path for outcome in outcomes for each in outcome.findings]


def test_nothing_changed(project: Path) -> None:
    assert found(project, "GP015", "whitespace") == []
    assert lint(project, ["GP015", "whitespace"]) == 1
    assert lint(project, ["GP015", "whitespace"], changed=True) == 0


def test_what_is_committed_and_what_is_not_and_what_git_does_not_know(project: Path) -> None:
    write(project, {"modules/a/variables.tf": "# x\n"})
    git(project, "add", ".")
    git(project, "commit", "-qm", "two")
    write(project, {"new.md": "x \n"})
    assert found(project, "GP015", "whitespace") == ["new.md", "modules/a/main.tf"]
    assert found(project, "GP015", "whitespace", base="HEAD") == ["new.md"]


def test_a_link_to_a_file_that_went_is_found_in_a_file_that_stayed(project: Path) -> None:
    write(project, {"notes.md": "[old](old.md)\n"})
    git(project, "commit", "-qam", "two")
    (project / "old.md").unlink()
    assert found(project, "links", base="HEAD") == ["notes.md"]


def test_the_cases_of_a_module_are_a_part_of_it(project: Path) -> None:
    write(project, {"tests/modules/cases/b.yaml": "[]\n"})
    assert found(project, "GP015") == ["modules/b/main.tf"]


def test_other_checks_mean_everything(project: Path) -> None:
    write(project, {"tools/lint/rules/gp999_new.py": "x = 1\n"})
    assert changed_files(project, None) is None
    assert found(project, "GP015") == ["modules/a/main.tf", "modules/b/main.tf"]


def test_an_exception_out_of_sight_is_not_called_unused(project: Path) -> None:
    word = "groundplan:" + "ignore"
    write(project, {"modules/b/main.tf": f"# {word} GP016 -- because\n{GOOD}"})
    git(project, "commit", "-qam", "two")
    assert found(project, "GP016", "GP902", base="HEAD") == []
    assert [each.path for outcome in run_checks(project, ["GP016", "GP902"]) for each in outcome.findings] == [
        "modules/b/main.tf"
    ]


def test_a_base_that_is_none_is_told(project: Path) -> None:
    with pytest.raises(GroundplanError, match="nope"):
        run_checks(project, [], changed=True, base="nope")
    with pytest.raises(GroundplanError, match="--base is for --changed"):
        run_checks(project, [], base="main")


def test_without_a_main_branch_nothing_passes_for_unchanged(project: Path) -> None:
    write(project, {"new.md": "x \n"})
    git(project, "branch", "-m", "main", "trunk")
    with pytest.raises(GroundplanError, match="no main branch") as caught:
        run_checks(project, ["whitespace"], changed=True)
    assert "--base" in str(caught.value.hint)
    assert found(project, "whitespace", base="HEAD") == ["new.md"]


LOGS = 'resource "aws_s3_bucket" "logs" {\n}\n'
OTHER = 'resource "aws_s3_bucket" "other" {\n}\n'
MOVED = "moved {\n  from = aws_s3_bucket.logs\n  to   = aws_s3_bucket.audit\n}\n"


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"modules/s/main.tf": LOGS.replace("logs", "audit")}, [1]),
        ({"modules/s/main.tf": "", "modules/s/audit.tf": LOGS.replace("logs", "audit")}, [1]),
        ({"modules/s/main.tf": LOGS.replace("logs", "audit") + MOVED}, []),
        ({"modules/s/main.tf": "", "modules/s/logs.tf": LOGS}, []),
        ({"modules/s/main.tf": LOGS + LOGS.replace("logs", "audit")}, []),
        ({"modules/s/main.tf": "removed {\n  from = aws_s3_bucket.logs\n}\n" + LOGS.replace("logs", "audit")}, []),
        ({"modules/s/main.tf": LOGS.replace("{\n", "{\n  for_each = var.x\n", 1)}, [1]),
        ({"modules/s/main.tf": LOGS.replace("{\n", "{\n  count = var.x ? 1 : 0\n", 1)}, []),
        ({"modules/s/main.tf": ""}, []),
    ],
)
def test_a_resource_with_another_address_is_found_against_the_main_branch(
    project: Path, files: dict[str, str | bytes], expected: list[int], committed: bool
) -> None:
    git(project, "checkout", "-q", "main")
    write(project, {"modules/s/main.tf": LOGS, "modules/s/other.tf": OTHER})
    git(project, "add", ".")
    git(project, "commit", "-qm", "the module")
    git(project, "checkout", "-qB", "topic")
    write(project, files)
    if committed:
        git(project, "add", ".")
        git(project, "commit", "-qm", "another address")
    (outcome,) = run_checks(project, ["GP028"])
    assert [each.line for each in outcome.findings] == expected
