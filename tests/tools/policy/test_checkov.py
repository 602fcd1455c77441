"""checkov itself, in the environment that `./inv security` uses, and how that environment is made."""

import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scripts import SHEBANG
from tools.errors import GroundplanError
from tools.policy import Finding, environment, scan
from tools.policy.environment import python_with_checkov


@pytest.fixture(scope="module")
def findings(estate: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Finding]:
    """What a real run finds in the estate, by rule and address within the unit; the user would rather not know."""
    python_with_checkov(project)
    home = tmp_path_factory.mktemp("home")
    (home / ".checkov.yaml").write_text("skip-check:\n  - CKV_AWS_16\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOME", str(home))
        return {(f.rule, f"{f.unit}:{f.address}"): f for f in scan(estate / "plan.json", estate)}


def test_checkov_finds_what_is_wrong(findings: dict[tuple[str, str], Finding]) -> None:
    found = findings["CKV_AWS_16", "dev/old:aws_db_instance.this"]
    assert found.state == "open"
    assert found.path is not None
    assert found.path.endswith("modules/legacy/main.tf")
    assert ("CKV_AWS_158", "dev/network:aws_cloudwatch_log_group.this") in findings


def test_a_key_that_is_known_after_apply_only_is_a_key(findings: dict[tuple[str, str], Finding]) -> None:
    assert ("CKV_AWS_158", "dev/lake:module.logs.aws_cloudwatch_log_group.this") not in findings


def test_comments_reach_nested_modules_and_all_instances(findings: dict[tuple[str, str], Finding]) -> None:
    bucket = findings["CKV_AWS_144", "dev/lake:aws_s3_bucket.this"]
    assert (bucket.state, bucket.reason, len(bucket.instances)) == ("skipped", "One region is enough.", 2)
    several = [findings[rule, "dev/lake:aws_s3_bucket.this"] for rule in ("CKV2_AWS_62", "CKV_AWS_18")]
    assert [(f.state, f.reason) for f in several] == [("skipped", "Nobody listens.")] * 2
    logs = findings["CKV_AWS_338", "dev/lake:module.logs.aws_cloudwatch_log_group.this"]
    assert (logs.state, len(logs.instances)) == ("skipped", 2)


def test_a_comment_silences_no_resource_of_the_same_name_elsewhere(findings: dict[tuple[str, str], Finding]) -> None:
    assert findings["CKV_AWS_338", "dev/old:aws_cloudwatch_log_group.this"].state == "open"
    assert findings["CKV_AWS_144", "dev/lake:aws_s3_bucket.open"].state == "open"


def test_a_comment_without_a_reason_does_not_count(findings: dict[tuple[str, str], Finding]) -> None:
    bare = findings["CKV_AWS_145", "dev/lake:aws_s3_bucket.this"]
    assert bare.state == "open"
    assert "no reason" in bare.reason


def test_a_comment_that_is_not_needed_is_a_warning(findings: dict[tuple[str, str], Finding]) -> None:
    assert findings["CKV_AWS_999", "dev/lake:aws_s3_bucket.this"].state == "warning"


def test_a_plan_without_resources_needs_no_checkov(tmp_path: Path) -> None:
    assert scan({"planned_values": {"root_module": {}}}, tmp_path) == []
    assert not (tmp_path / ".groundplan").exists()


Install = Callable[[Path, Path], None]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Environments are made of two empty folders here; the list says which."""
    calls: list[Path] = []

    def make(folder: Path, python: Path) -> None:
        calls.append(folder)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text("")

    monkeypatch.setattr(environment, "_make", make)
    return calls


def test_the_environment_is_made_once(tmp_path: Path, made: list[Path]) -> None:
    said: list[str] = []
    first = python_with_checkov(tmp_path, said.append)
    assert first == python_with_checkov(tmp_path, said.append) == tmp_path / ".groundplan/checkov/bin/python"
    assert (len(made), len(said)) == (1, 1)


def test_a_half_made_or_outdated_environment_is_made_again(
    tmp_path: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".groundplan/checkov"
    (folder / "bin").mkdir(parents=True)  # interrupted before the stamp
    python_with_checkov(tmp_path, lambda _: None)
    assert len(made) == 1
    lock = tmp_path / "other.lock"
    lock.write_text("checkov==0\n")
    monkeypatch.setattr(environment, "LOCK", lock)
    python_with_checkov(tmp_path, lambda _: None)
    assert len(made) == 2


def test_an_environment_that_was_moved_is_made_again(tmp_path: Path, made: list[Path]) -> None:
    (tmp_path / "a").mkdir()
    python_with_checkov(tmp_path / "a", lambda _: None)
    (tmp_path / "a").rename(tmp_path / "b")
    python_with_checkov(tmp_path / "b", lambda _: None)
    assert [path.parents[1].name for path in made] == ["a", "b"]


def test_two_that_need_it_at_once_make_it_once(tmp_path: Path, made: list[Path]) -> None:
    barrier = threading.Barrier(2)

    def need() -> None:
        barrier.wait()
        python_with_checkov(tmp_path, lambda _: None)

    threads = [threading.Thread(target=need) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_an_install_that_fails_says_why_and_leaves_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(command: list[Any], **_: Any) -> subprocess.CompletedProcess[str]:
        assert "--require-hashes" in command
        return subprocess.CompletedProcess(command, 1, "", "ERROR: no matching distribution")

    monkeypatch.setattr(environment.venv, "create", lambda folder, **_: Path(folder).mkdir(parents=True))
    monkeypatch.setattr(environment.subprocess, "run", refuse)
    with pytest.raises(GroundplanError, match="no matching distribution") as caught:
        python_with_checkov(tmp_path, lambda _: None)
    assert caught.value.exit_code == 2
    assert not (tmp_path / ".groundplan/checkov/complete").exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("import sys; sys.exit('boom')", "boom"),
        ("print('no json')", "no json"),
        ('print(\'{"passed": 0, "resource_count": 0}\')', "none of the plan's resources"),
        ("import sys; print('{\"results\": {}}'); sys.exit(2)", r"failed \(2\)"),
        ('print(\'{"results": {"parsing_errors": ["plan.json"]}}\')', "does not understand plan.json"),
    ],
)
def test_a_run_that_breaks_is_no_clean_result(
    tmp_path: Path, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch, body: str, words: str
) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"{SHEBANG}{body}\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr("tools.policy.raw.python_with_checkov", lambda _: stand_in)
    with pytest.raises(GroundplanError, match=words):
        scan(document, tmp_path)


def test_what_is_run_has_no_network_and_none_of_the_users_settings(
    tmp_path: Path, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log.json"
    stand_in = tmp_path / "python"
    stand_in.write_text(
        f"{SHEBANG}import json, os, sys\n"
        f"json.dump([sys.argv[1:], dict(os.environ)], open({str(log)!r}, 'w'))\nprint('{{\"resource_count\": 1}}')\n"
    )
    stand_in.chmod(0o755)
    monkeypatch.setattr("tools.policy.raw.python_with_checkov", lambda _: stand_in)
    monkeypatch.setenv("BC_API_KEY", "x")
    monkeypatch.setenv("CKV_SKIP_CHECK", "CKV_AWS_24")
    scan(document, tmp_path)
    arguments, variables = json.loads(log.read_text())
    assert {"--skip-download", "--skip-results-upload", "terraform_plan"} <= set(arguments)
    assert "BC_API_KEY" not in variables
    assert "CKV_SKIP_CHECK" not in variables
    assert variables["CKV_SKIP_PACKAGE_UPDATE_CHECK"] == "true"
