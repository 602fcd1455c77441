"""What was found before is said again as long as nothing that it rests on is another, and no longer."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scripts import SHEBANG
from tools.errors import GroundplanError
from tools.lint import formatting, memory, python, terraform
from tools.lint.memory import contents, digest, remembered
from tools.lint.model import Finding, Project

Make = Callable[..., Project]


class Looking:
    """Finds every file that has an x in it, and counts what it is asked."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.asked: list[str] = []

    def __call__(self, files: list[str]) -> dict[str, list[Finding]]:
        self.asked += files
        return {file: [Finding(file, 1, "an x", "no x")] for file in files if "x" in (self.project.text(file) or "")}


def look(project: Project, program: str = "1.0") -> tuple[list[str], list[str]]:
    """The files that were found, and those that were looked at."""
    looking = Looking(project)
    keys = {file: digest(program, contents(project, [file])) for file in project.files}
    found = [each.path for each in remembered(project, "letters", keys, looking)]
    return found, looking.asked


def test_a_finding_is_said_again_without_looking(make: Make) -> None:
    project = make({"a": "x", "b": "y"})
    assert look(project) == (["a"], ["a", "b"])
    assert look(project) == (["a"], [])


def test_another_content_name_or_program_is_looked_at(make: Make) -> None:
    look(make({"a": "x", "b": "y"}))
    assert look(make({"a": "x", "b": "x"})) == (["a", "b"], ["b"])
    assert look(make({"a": "y", "b": "x"})) == (["b"], ["a"])
    assert look(make({"a": "y", "c": "x"})) == (["c"], ["c"])
    assert look(make({"a": "x", "b": "y"}), program="1.1") == (["a"], ["a", "b"])


def test_what_was_before_a_change_is_known_when_it_is_taken_back(make: Make) -> None:
    look(make({"a": "x"}))
    look(make({"a": "y"}))
    assert look(make({"a": "x"})) == (["a"], [])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"form": 0, "found": {}}', '{"form": 1, "found": {"k": [[1]]}}'])
def test_a_memory_that_cannot_be_read_is_none(make: Make, text: str) -> None:
    project = make({"a": "x"})
    look(project)
    (project.root / ".groundplan/lint/letters.json").write_text(text)
    assert look(project) == (["a"], ["a"])


def test_it_does_not_grow_for_ever(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 3)
    for text in "abcdef":
        project = make({"one": text, "two": text})
        look(project)
    kept = json.loads((project.root / ".groundplan/lint/letters.json").read_text())["found"]
    assert len(kept) == 3
    assert look(project)[1] == []


def test_a_check_that_breaks_leaves_nothing_behind(make: Make) -> None:
    def broken(files: list[str]) -> dict[str, list[Finding]]:
        raise GroundplanError("it fell over")

    project = make({"a": "x"})
    with pytest.raises(GroundplanError):
        list(remembered(project, "letters", {"a": "k"}, broken))
    assert not (project.root / ".groundplan").exists()


def test_the_code_of_a_check_and_its_program_are_part_of_what_is_known(tmp_path: Path) -> None:
    check = tmp_path / "check.py"
    check.write_text("a = 1\n")
    before = memory.code(str(check)), memory.identity(check)
    assert (memory.code(str(check)), memory.identity(check)) == before
    check.write_text("a = 12\n")
    assert memory.code(str(check)) != before[0]
    assert memory.identity(check) != before[1]


TFLINT = """{shebang}import json, pathlib, sys
pathlib.Path({log!r}).open("a").write(next(a for a in sys.argv if "chdir" in a) + "\\n")
print(json.dumps({{"issues": [], "errors": []}}))
"""


def test_tflint_is_asked_about_a_folder_whose_files_or_whose_own_version_is_another(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, program = tmp_path / "bin" / "log", tmp_path / "bin" / "tflint"
    program.parent.mkdir()
    program.write_text(TFLINT.format(shebang=SHEBANG, log=str(log)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))

    def asked(files: dict[str, str | bytes]) -> list[str]:
        log.write_text("")
        assert list(terraform.tflint(make(files))) == []
        return sorted(line.removeprefix("--chdir=") for line in log.read_text().splitlines())

    files: dict[str, str | bytes] = {"a/main.tf": "", "a/x/main.tf": "", "b/main.tf": "", ".tflint.hcl": ""}
    assert asked(files) == ["a", "a/x", "b"]
    assert asked(files) == []
    assert asked(files | {"a/x/text.json": "{}"}) == ["a", "a/x"]
    assert asked(files | {".tflint.hcl": "# x\n"}) == ["a", "a/x", "b"]
    program.write_text(program.read_text() + "# another version\n")
    assert asked(files) == ["a", "a/x", "b"]


def test_types_are_checked_again_when_a_file_or_a_package_is_another(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(python, "_mypy", lambda project, command: ran.append("mypy") or iter(()))
    files: dict[str, str | bytes] = {"a.py": "x = 1\n", "pyproject.toml": "[tool.mypy]\nfiles = ['a.py']\n"}
    for given, times in ((files, 1), (files, 1), (files | {"a.py": "x = 2\n"}, 2)):
        list(python.mypy(make(given)))
        assert len(ran) == times
    monkeypatch.setattr(python, "_installed", lambda: ["mypy-99.dist-info"])
    list(python.mypy(make(files)))
    assert len(ran) == 3


def test_a_secret_that_is_known_is_told_again(make: Make) -> None:
    token = "ghp_" + "1234567890abcdefgh" + "ijABCDEFGHIJ123456"
    project = make({"a.py": f'token = "{token}"\n', "b.py": "x = 1\n"})
    first = list(python.secrets(project))
    assert [found.path for found in first] == ["a.py"] * len(first)
    assert first
    assert list(python.secrets(project)) == first


def test_a_file_that_is_known_to_be_ill_formatted_is_still_mended(make: Make) -> None:
    files = {"a.tf": "a = 1\nbcd = 2\n"}
    project = make(files)
    assert [found.fixed for found in formatting.fmt(project)] == [False]
    assert [found.fixed for found in formatting.fmt(replace(project, fix=True))] == [True]
    assert list(formatting.fmt(replace(project, _texts={}))) == []
