"""Checks that run other programs, on real ones where they are here, else on stand-ins that record how they are run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripts import SHEBANG
from tests.tools.lint.finding import rules_find
from tools.errors import GroundplanError
from tools.lint import formatting, programs, python, terraform, workflows
from tools.lint.model import Project, SkipCheck, findings

Make = Callable[..., Project]


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{SHEBANG}import json, os, pathlib, sys\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH."""
    folder = tmp_path / "only on path"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_terraform_and_terragrunt_files_are_formatted_by_one_program(make: Make) -> None:
    files = {
        "a.tf": 'x = 1\nresource "a" "b" {\n  a = 1\n  bcd = 2\n}\n',
        "live/terragrunt.hcl": 'include "root" {\n  path = find_in_parent_folders()\n}\ninputs={\n  a = 1\n}\n',
        "good.hcl": "locals {\n  a   = 1\n  bcd = 2\n}\n",
        "x.tfvars": "a   = 1\n",
        "broken.hcl": "locals {\n  a = \n}\n",
        "live/.terraform.lock.hcl": "a    = 1\n",
    }
    found = {(f.path, f.line): f.message for f in formatting.fmt(make(files))}
    assert found.pop(("broken.hcl", 2)) != "not formatted"
    assert found == {
        ("a.tf", 3): "not formatted",
        ("live/terragrunt.hcl", 4): "not formatted",
        ("x.tfvars", 1): "not formatted",
    }
    project = make(files, fix=True)
    assert sorted(f.path for f in formatting.fmt(project) if f.fixed) == ["a.tf", "live/terragrunt.hcl", "x.tfvars"]
    assert (project.root / "live/terragrunt.hcl").read_text().endswith("inputs = {\n  a = 1\n}\n")
    assert [f.path for f in formatting.fmt(make({}))] == []


def test_ruff_finds_and_fixes(make: Make) -> None:
    files = {"a.py": "import os\n\n\ndef f( ):\n    return undefined\n", "pyproject.toml": "[tool.ruff]\n"}
    assert [(f.path, f.line, f.message.split()[0]) for f in python.ruff(make(files))] == [
        ("a.py", 1, "F401"),
        ("a.py", 5, "F821"),
    ]
    assert [(f.path, f.line) for f in python.python_format(make(files))] == [("a.py", 1)]
    project = make(files, fix=True)
    assert sorted((f.line, f.fixed) for f in python.ruff(project)) == [(1, True), (4, False)]
    assert [f.fixed for f in python.python_format(project)] == [True]
    assert "def f():" in (project.root / "a.py").read_text()


def test_ruff_names_a_file_that_is_no_python(make: Make) -> None:
    files = {"a.py": "def f(:\n", "pyproject.toml": "[tool.ruff]\n"}
    assert [f.path for f in python.python_format(make(files))] == ["a.py"]
    assert {f.path for f in python.ruff(make(files))} == {"a.py"}


def test_mypy_names_the_line(make: Make) -> None:
    files = {"a.py": "def f() -> int:\n    return 'x'\n", "pyproject.toml": "[tool.mypy]\nfiles = ['a.py']\n"}
    (found,) = python.mypy(make(files))
    assert (found.path, found.line) == ("a.py", 2)
    assert "[return-value]" in found.message


def test_mypy_without_a_configuration_is_a_named_skip(make: Make) -> None:
    with pytest.raises(SkipCheck, match=r"pyproject\.toml"):
        list(python.mypy(make({"a.py": "x = 1\n"})))


def test_secrets_are_found_and_false_alarms_can_be_marked(make: Make) -> None:
    token = "ghp_" + "1234567890abcdefgh" + "ijABCDEFGHIJ123456"
    files = {
        "a.py": f'x = 1\ntoken = "{token}"\n',
        "marked.py": f'token = "{token}"  # pragma: allowlist secret\n',
        "arn.hcl": 'secret_arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-a1b2c3"\n',
        "keys.hcl": 'secret_key = "test"\n',
        "names.py": 'DIGEST = "db93c406c0939a5a"\nversion = {"secret_id": "arn:s"}\n',
        "x.lock": f"{token}\n",
    }
    found = list(python.secrets(make(files)))
    assert {(f.path, f.line) for f in found} == {("a.py", 2)}
    assert all("looks like a secret" in f.message for f in found)


def test_tflint_sees_each_folder_and_examples_need_no_versions(make: Make, only: Path) -> None:
    body = """
folder = next(a for a in sys.argv if a.startswith("--chdir=")).split("=")[1]
issues = [{"message": " ".join(a for a in sys.argv if "disable" in a) or "all", "rule": {"name": "r"},
           "range": {"filename": folder + "/main.tf", "start": {"line": 7}}}]
errors = [{"message": "no HCL", "severity": "error"}] if "broken" in folder else []
print(json.dumps({"issues": issues, "errors": errors}))
sys.exit(2)
"""
    script(only / "tflint", body)
    names = ("modules/a/main.tf", "modules/a/examples/minimal/main.tf", "broken/main.tf")
    project = make(dict.fromkeys(names, "") | {".tflint.hcl": ""})
    found = [(f.path, f.line, f.message) for f in terraform.tflint(project)]
    versions = "--disable-rule=terraform_required_version --disable-rule=terraform_required_providers"
    assert found == [
        ("broken/main.tf", 7, "all [r]"),
        ("broken", 1, "no HCL"),
        ("modules/a/main.tf", 7, "all [r]"),
        ("modules/a/examples/minimal/main.tf", 7, f"{versions} [r]"),
    ]


def test_a_linter_that_breaks_is_no_clean_result(make: Make, only: Path) -> None:
    script(only / "tflint", 'sys.exit("boom")')
    script(only / "actionlint", 'sys.exit("boom")')
    project = make({"a.tf": "", ".tflint.hcl": "", ".github/workflows/a.yml": "on: push\n"})
    for check in (terraform.tflint, workflows.actionlint):
        with pytest.raises(GroundplanError, match="boom"):
            list(check(project))


def test_actionlint_is_independent_of_what_else_is_installed(make: Make, only: Path) -> None:
    body = """
message = {"message": " ".join(sys.argv[1:]), "filepath": sys.argv[-1], "line": 3, "kind": "k"}
print(json.dumps([message]))
sys.exit(1)
"""
    script(only / "actionlint", body)
    (found,) = workflows.actionlint(make({".github/workflows/a.yml": "on: push\n"}))
    assert (found.path, found.line) == (".github/workflows/a.yml", 3)
    assert "-shellcheck= -pyflakes=" in found.message
    assert list(workflows.actionlint(make({"a.yml": "x: 1\n"}))) == []


def test_a_program_that_is_nowhere_is_a_skip_that_says_how_to_get_it(tmp_path: Path, only: Path) -> None:
    with pytest.raises(SkipCheck, match=r"install Go .*github.com/terraform-linters/tflint@v"):
        programs.find(programs.TFLINT, tmp_path)


def test_a_program_is_built_once_and_kept_by_version(tmp_path: Path, only: Path) -> None:
    body = f"""
log = pathlib.Path({str(tmp_path)!r}) / "log"
log.open("a").write(" ".join(sys.argv[1:]) + "\\n")
(pathlib.Path(os.environ["GOBIN"]) / "actionlint").write_text("built")
"""
    script(only / "go", body)
    first = programs.find(programs.ACTIONLINT, tmp_path)
    assert first == programs.find(programs.ACTIONLINT, tmp_path)
    assert first.read_text() == "built"
    assert first.name == f"actionlint-{programs.ACTIONLINT.version}"
    assert (tmp_path / "log").read_text().splitlines() == [
        f"install github.com/rhysd/actionlint/cmd/actionlint@{programs.ACTIONLINT.version}"
    ]
    assert [path.name for path in first.parent.iterdir() if path.is_dir()] == []


def test_a_build_that_fails_is_a_skip_with_its_reason(tmp_path: Path, only: Path) -> None:
    script(only / "go", 'sys.exit("go: downloading\\ndial tcp: no route to host")')
    with pytest.raises(SkipCheck, match="no route to host"):
        programs.find(programs.TFLINT, tmp_path)
    script(only / "go", '(pathlib.Path(os.environ["GOBIN"]) / "tflint").write_text("x")')
    assert programs.find(programs.TFLINT, tmp_path).is_file()


SHA = "a" * 40


@pytest.mark.parametrize(
    ("uses", "words"),
    [
        ("actions/checkout@v4", "not named by a commit"),
        ("actions/checkout@main # v4", "not named by a commit"),
        (f"actions/checkout@{SHA}", "no version beside it"),
        ("docker://alpine:3", "digest"),
        (f'"actions/checkout@{SHA[:39]}" # v4', "not named by a commit"),
    ],
)
def test_actions_that_can_move(make: Make, uses: str, words: str) -> None:
    text = f"jobs:\n  a:\n    steps:\n      - uses: {uses}\n"
    for file in (".github/workflows/a.yml", ".github/actions/x/action.yml"):
        (found,) = rules_find(make({file: text}), "pins")
        assert (found.path, found.line) == (file, 4)
        assert words in found.message


def test_actions_that_cannot_move(make: Make) -> None:
    text = f"""\
steps:
  - uses: actions/checkout@{SHA} # v4.2.2
  - name: x
    uses: 'actions/cache/restore@{SHA}' # v4
  - uses: ./.github/actions/prepare
  - uses: docker://alpine@sha256:{"b" * 64}
"""
    assert rules_find(make({".github/workflows/a.yaml": text}), "pins") == []


def test_errors_of_the_language_keep_their_place(make: Make) -> None:
    project = make({"a.hcl": "x"})
    error = GroundplanError("no good", where=f"{project.root}/a.hcl:12:3")
    (found,) = findings(project, error)
    assert (found.path, found.line, found.message) == ("a.hcl", 12, "no good")
